"""What we say to other servers: a row per activity and inbox, delivered by a job."""
