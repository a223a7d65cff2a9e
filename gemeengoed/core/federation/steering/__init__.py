"""What stewards see and do: servers, blocks, reports, backlog."""
