"""`python -m bench.calling`: what the screen of a call takes at the server for each pause of the keys and each key pressed.

Measured through the real view, from the request to the answer in full (log-in, forms, draft, record, protocol, window of three
calls, household), with 100,000 finished calls in the tables and as many in the last seventy-two hours as 143,000 a year bring.
"""

from bench.figures import show
from bench.people.measuring import on_a_server


def main() -> None:
    with on_a_server():
        from bench import taking  # once there is a database to speak of

        show(taking.measure())


if __name__ == "__main__":
    main()
