"""Mail in: it arrives (`listener`, `mailbox`), is kept (`receiving`), and a job (`processing`) reads it,
sorts it and hands it by its address to whoever declared `registry.MailTaken`."""
