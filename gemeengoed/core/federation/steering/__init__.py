"""What operators see and do about other servers: measures, objects, reports, backlog, figures."""
