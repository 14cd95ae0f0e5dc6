namespace ReferralHub.Server.SignIn;

/// <summary>A hub gave no token; the message says why, in its own words where it gave some.</summary>
sealed class SignInException(string message) : Exception(message);
