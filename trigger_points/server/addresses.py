"""Who is asking: the address of a client, also behind our own proxies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
IPV6_PREFIX = 64
"""One household or phone usually has a whole IPv6 network of this size, so it counts as one."""


@dataclass(frozen=True)
class Client:
    """Where a request comes from."""

    key: str | None
    """What to count by: an IPv4 address or an IPv6 network; ``None`` if it cannot be told apart from others."""
    local: bool = False
    """It comes from this very machine and not through a proxy."""


def client_of(peer: str, forwarded: str | None, proxies: Sequence[Network]) -> Client:
    """The client behind ``peer``, the address of the connection (empty for a Unix socket).

    ``forwarded`` is the ``X-Forwarded-For`` header. It is heeded only if ``peer`` is one of ``proxies``,
    and read from the right: what stands left of the first foreign address is hearsay.
    """
    address = _parse(peer)
    if address is None or not _among(address, proxies):
        if address is not None and not address.is_loopback:
            return Client(_key(address))
        # A loopback connection with the header set comes through a proxy that is not configured:
        # everyone behind it looks the same, so counting by address would lock all of them out.
        return Client(None, local=forwarded is None)
    for hop in reversed((forwarded or "").split(",")):
        parsed = _parse(hop)
        if parsed is None:
            break
        if not _among(parsed, proxies):
            return Client(_key(parsed))
    return Client(None, local=forwarded is None and address.is_loopback)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip().split("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _among(address: IPv4Address | IPv6Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def _key(address: IPv4Address | IPv6Address) -> str:
    if address.version == 4:
        return str(address)
    return str(ip_network(f"{address}/{IPV6_PREFIX}", strict=False))
