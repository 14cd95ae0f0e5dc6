namespace ReferralHub.LiveTests.Commands;

/// <summary>Says that a test shows the happy path of a command; <see cref="CoverageTests"/> reads it.</summary>
/// <param name="command">Words of the command, as "rules check".</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
sealed class CoversAttribute(string command) : Attribute
{
    public string Command => command;
}
