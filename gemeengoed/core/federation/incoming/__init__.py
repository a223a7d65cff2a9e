"""What other servers say: accepted near the door, verified, processed in batches."""
