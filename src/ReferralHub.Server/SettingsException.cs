namespace ReferralHub.Server;

/// <summary>The hub cannot start as it is set up; the message says what to change.</summary>
public sealed class SettingsException(string message) : Exception(message);
