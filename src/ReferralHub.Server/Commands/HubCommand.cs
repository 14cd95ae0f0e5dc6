using System.CommandLine;

namespace ReferralHub.Server.Commands;

/// <summary>A command that runs a hub in this process. Told to stop, it takes the time that a hub needs to finish what it has.</summary>
sealed class HubCommand(string name, string description) : Command(name, description);
