"""A job that looks for all that is due runs once at a time in a process, and misses nothing."""

from gemeengoed.core.jobs.turns import Turns


def test_who_comes_while_a_run_goes_lets_it_look_again() -> None:
    turns, looked = Turns(), []

    def run() -> bool:
        looked.append(len(looked))
        if len(looked) == 1:
            assert not turns.take(run)  # somebody else, meanwhile: does not run beside it
            assert len(looked) == 1
        return False

    assert not turns.take(run)
    assert looked == [0, 1]


def test_a_run_that_has_more_to_do_says_so_and_the_next_can_begin() -> None:
    turns = Turns()
    assert turns.take(lambda: True)
    assert not turns.take(lambda: False)
