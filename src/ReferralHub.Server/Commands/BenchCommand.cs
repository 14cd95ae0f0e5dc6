using System.CommandLine;

namespace ReferralHub.Server.Commands;

static class BenchCommand
{
    public static Command Create(HubBuilder hub)
    {
        _ = hub;
        return new("bench", "");
    }
}
