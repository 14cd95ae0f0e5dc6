using System.Globalization;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Register;

/// <summary>Loads <c>practices.csv</c>: ods, name, listSize, latitude, longitude, closed.</summary>
sealed class PracticeLoader(HubDatabase database, PracticeRegister register) : IReferenceDataLoader
{
    static readonly ReferenceTable<Practice> File = new("practices.csv", ["ods", "name", "listSize"], Read, p => $"the practice {p.Ods}");

    public async Task<int> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var count = await File.LoadAsync(database, folder, cancellationToken);
        await register.ReloadAsync(cancellationToken);
        return count;
    }

    static (Practice?, string?) Read(Func<string, string> field)
    {
        if (!OdsCode.TryParse(field("ods"), out var ods))
            return (null, "ods is not an ODS code");
        if (!int.TryParse(field("listSize"), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            return (null, "listSize is not a whole number");
        if (field("closed") is { Length: > 0 } closing && !DateOnly.TryParseExact(closing, "yyyy-MM-dd", out _))
            return (null, "closed is not a day such as 2027-03-31");
        var hasPlace =
            double.TryParse(field("latitude"), CultureInfo.InvariantCulture, out var latitude)
            & double.TryParse(field("longitude"), CultureInfo.InvariantCulture, out var longitude);
        return (
            new()
            {
                Ods = ods.Value,
                Name = field("name"),
                ListSize = size,
                Latitude = hasPlace ? latitude : null,
                Longitude = hasPlace ? longitude : null,
                Closed = DateOnly.TryParseExact(field("closed"), "yyyy-MM-dd", out var closed) ? closed : null,
            },
            null
        );
    }
}
