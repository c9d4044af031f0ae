"""Serves the page with the stub behind it, to look at: type the name of a card ("plan", "crisis") to see it."""

import sys

from stub_gateway import StubGateway, serve

if __name__ == "__main__":
    stub = StubGateway()
    serve(stub, int(sys.argv[1]) if len(sys.argv) > 1 else 8018)
    print(f"{stub.address} (stop with Enter)")
    sys.stdin.readline()
