"""Follows topics as the official Python client does and prints what arrives, a line of JSON each.

Arguments: address, token, then the topics; it ends when its input ends.
"""

import json
import sys

import socketio

address, token, *topics = sys.argv[1:]
client = socketio.Client(reconnection=False)


def say(**what):
    print(json.dumps(what), flush=True)


@client.on("*")
def arrived(name, data):
    say(event=name, data=data)


try:
    client.connect(address, auth={"token": token}, transports=["websocket"], wait_timeout=10)
except socketio.exceptions.ConnectionError as refused:
    say(refused=str(refused))
    sys.exit(0)
for topic in topics:
    say(topic=topic, answer=client.call("subscribe", topic, timeout=10))
say(ready=True)
sys.stdin.read()
client.disconnect()
