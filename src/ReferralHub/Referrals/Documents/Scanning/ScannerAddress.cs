using System.Net;
using System.Net.Sockets;

namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>Where the scanner listens. Only on this machine, because its protocol has neither secret nor encryption.</summary>
public sealed record ScannerAddress(EndPoint EndPoint)
{
    /// <summary>Of <c>tcp://127.0.0.1:3310</c> or <c>unix:///run/clamav/clamd.ctl</c>; a sentence instead when it is neither.</summary>
    public static (ScannerAddress? Address, string? Fault) Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
            return (null, Explain(text));
        if (uri is { Scheme: "unix", Host: "", AbsolutePath.Length: > 1 })
            return (new(new UnixDomainSocketEndPoint(Uri.UnescapeDataString(uri.AbsolutePath))), null);
        if (uri is not { Scheme: "tcp", Port: > 0, PathAndQuery: "" or "/" })
            return (null, Explain(text));
        var host = uri.Host.Trim('[', ']');
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return (new(new IPEndPoint(IPAddress.Loopback, uri.Port)), null);
        return IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip)
            ? (new(new IPEndPoint(ip, uri.Port)), null)
            : (
                null,
                $"Scanner:Address {text} is refused: attachments would cross a network in clear. Run the scanner beside the hub and name a "
                    + "loopback address or a socket."
            );
    }

    internal Socket CreateSocket() =>
        EndPoint is UnixDomainSocketEndPoint
            ? new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new(EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    static string Explain(string text) => $"Scanner:Address {text} is neither tcp://127.0.0.1:PORT nor unix:///PATH.";
}
