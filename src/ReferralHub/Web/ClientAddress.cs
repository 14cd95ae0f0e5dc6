using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace ReferralHub.Web;

/// <summary>
/// From where a request comes, for counting. Of IPv6 the network of 64 bits counts, because whoever has one has all its addresses.
/// </summary>
public static class ClientAddress
{
    const int NetworkBytes = 8;

    public static string ReadAddress(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
