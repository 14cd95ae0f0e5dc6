using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Referrals.Register;

/// <summary>Loads <c>practices.csv</c>: ods, name, listSize, latitude, longitude.</summary>
sealed class PracticeLoader(HubDatabase database, PracticeRegister register) : IReferenceDataLoader
{
    const string FileName = "practices.csv";

    public async Task<int> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        var count = 0;
        if (File.Exists(path))
        {
            var practices = CsvFile.Read(path, ["ods", "name", "listSize"], Read);
            count = practices.Count;
            await database.WriteAsync(
                async (db, token) =>
                {
                    await db.HoldLockAsync(LeaseLock.ReferenceData, token);
                    await db.Practices.ExecuteDeleteAsync(token);
                    db.Practices.AddRange(practices);
                },
                cancellationToken
            );
        }

        await register.ReloadAsync(cancellationToken);
        return count;
    }

    static (Practice?, string?) Read(Func<string, string> field)
    {
        if (!OdsCode.TryParse(field("ods"), out var ods))
            return (null, "ods is not an ODS code");
        if (!int.TryParse(field("listSize"), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            return (null, "listSize is not a whole number");
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
            },
            null
        );
    }
}
