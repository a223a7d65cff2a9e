"""Who we are to other servers: WebFinger, NodeInfo, documents of actors, collections."""
