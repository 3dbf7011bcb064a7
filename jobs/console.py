"""Messages to telephones printed where the developer sees them."""

from jobs.channels import Content


async def console(content: Content) -> None:
    """Print a code or a link, on a developer's own machine only."""
    message = dict(content["message"])
    phone = message.pop("phone")
    for name, value in message.items():
        what = "one-time code" if name == "code" else name
        print(f"{what} for {phone[:3]}****{phone[-4:]}: {value} (development only)", flush=True)
