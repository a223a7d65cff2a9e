"""Up and down in an order, by a button that works without JavaScript."""


def moved(order: list[str], key: str, direction: str) -> list[str]:
    """`order` with `key` one place 'up' or 'down'; as it was for anything else."""
    if key not in order:
        return order
    place = order.index(key)
    other = {"up": place - 1, "down": place + 1}.get(direction, place)
    if not 0 <= other < len(order):
        return order
    swapped = list(order)
    swapped[place], swapped[other] = swapped[other], swapped[place]
    return swapped
