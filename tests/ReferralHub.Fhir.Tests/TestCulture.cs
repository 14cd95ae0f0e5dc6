using System.Globalization;
using System.Runtime.CompilerServices;

namespace ReferralHub.Fhir.Tests;

/// <summary>
/// The library must not depend on the language of whoever uses it, so its tests run in Turkish, which has a capital of its
/// own for i and a comma in decimals.
/// </summary>
static class TestCulture
{
    [ModuleInitializer]
    internal static void Fix()
    {
        var turkish = CultureInfo.GetCultureInfo("tr-TR");
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = turkish;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = turkish;
    }
}
