using System.CommandLine;

namespace ReferralHub.Server.Commands;

static class DemoCommand
{
    public static Command Create(HubBuilder hub)
    {
        _ = hub;
        return new("demo", "");
    }
}
