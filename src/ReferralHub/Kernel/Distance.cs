namespace ReferralHub.Kernel;

/// <summary>A point on the earth, WGS 84 degrees.</summary>
public readonly record struct Place(double Latitude, double Longitude)
{
    const double EarthRadiusMiles = 3958.8;

    /// <summary>Straight-line (great-circle) miles to another place; roads are longer.</summary>
    public double MilesTo(Place other)
    {
        var (lat1, lat2) = (Radians(Latitude), Radians(other.Latitude));
        var dLat = lat2 - lat1;
        var dLong = Radians(other.Longitude - Longitude);
        var h = Math.Pow(Math.Sin(dLat / 2), 2) + (Math.Cos(lat1) * Math.Cos(lat2) * Math.Pow(Math.Sin(dLong / 2), 2));
        return 2 * EarthRadiusMiles * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    static double Radians(double degrees) => degrees * Math.PI / 180;
}
