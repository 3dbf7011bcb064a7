"""A server that speaks S3 and checks who asks, and before it a door that shuts when told to."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
from moto.core.authorization import enable_iam_authentication
from moto.server import ThreadedMotoServer

from persistence.storage import Bucket

REGION = "us-east-1"
POLICY = (
    '{"Version": "2012-10-17", "Statement":'
    ' [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
)


class LimitedProxy:
    """Lets connections through to the server, until so many bytes have gone in."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.bytes_left: int | None = None
        """After these the door is shut; None never shuts it."""
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                inner, _ = self._listener.accept()
            except OSError:
                return
            if self.bytes_left is not None and self.bytes_left <= 0:
                inner.close()
                continue
            outer = socket.create_connection(self._to)
            for pair in ((inner, outer), (outer, inner)):
                threading.Thread(
                    target=self._pass, args=(*pair, pair[0] is inner), daemon=True
                ).start()

    def _pass(self, here: socket.socket, there: socket.socket, is_in: bool) -> None:
        with contextlib.suppress(OSError):
            while data := here.recv(65_536):
                if is_in and self.bytes_left is not None:
                    self.bytes_left -= len(data)
                    if self.bytes_left <= 0:
                        break
                there.sendall(data)
        for each in (here, there):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@dataclass
class S3:
    bucket: Bucket
    door: LimitedProxy
    client: Any
    """Looks into the bucket past the door."""

    def objects(self) -> dict[str, int]:
        """What is in the bucket, by key, and its size."""
        found = self.client.list_objects_v2(Bucket=self.bucket.name).get("Contents", [])
        return {each["Key"]: each["Size"] for each in found}


@contextlib.contextmanager
def serving() -> Iterator[S3]:
    """A server of its own with one bucket; from then on every request must be signed by its clerk."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    given = {"endpoint_url": f"http://{host}:{port}", "region_name": REGION}
    anybody = {"aws_access_key_id": "any", "aws_secret_access_key": "any"}
    # All servers of one process share what they hold.
    name, clerk = f"evidence-{port}", f"clerk-{port}"
    boto3.client("s3", **given, **anybody).create_bucket(Bucket=name)
    people = boto3.client("iam", **given, **anybody)
    people.create_user(UserName=clerk)
    people.put_user_policy(UserName=clerk, PolicyName="all", PolicyDocument=POLICY)
    made = people.create_access_key(UserName=clerk)["AccessKey"]
    key, secret = made["AccessKeyId"], made["SecretAccessKey"]
    door = LimitedProxy(host, port)
    client = boto3.client("s3", **given, aws_access_key_id=key, aws_secret_access_key=secret)
    bucket = Bucket(name, "2026", f"http://127.0.0.1:{door.port}", REGION, key, secret)
    try:
        with enable_iam_authentication():
            yield S3(bucket, door, client)
    finally:
        door.close()
        server.stop()
