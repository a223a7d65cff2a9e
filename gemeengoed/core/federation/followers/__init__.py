"""Who elsewhere follows actors here: answering them, and what people and stewards see of it."""
