using System.Runtime.CompilerServices;
using ReferralHub.Server.Hosting;

namespace ReferralHub.LiveTests;

/// <summary>Tests run the hub's parts without its first line, which takes the machine's language out of the process.</summary>
static class TestCulture
{
    [ModuleInitializer]
    internal static void Fix() => MachineCulture.Fix();
}
