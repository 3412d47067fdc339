"""The start of the page."""

import socket

from assembler.cli import page


def test_a_browser_that_comes_before_the_server_has_begun_is_not_refused():
    with page._listening(0) as listening, socket.create_connection(listening.getsockname(), timeout=10):
        pass
