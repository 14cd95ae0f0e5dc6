using System.Text.Json;
using ReferralHub.Identity.Machines;
using ReferralHub.Server.SignIn;

namespace ReferralHub.Server.Demo;

/// <summary>
/// The systems of the demonstration, each with a key pair that is made anew at each start: a supplier of GP systems for all practices,
/// the GP system of one practice, each provider's, and two of the centre's own.
/// </summary>
sealed class DemoClients
{
    /// <summary>In the directory folder: who the systems are, with their public keys.</summary>
    public const string RegistryFile = "clients.json";

    /// <summary>Client file of the centre, for the command line.</summary>
    public const string CentreFile = "centre-client.json";

    /// <summary>Client file of another system of the centre, for what takes two people.</summary>
    public const string OtherCentreFile = "centre-client-b.json";

    /// <summary>Client file of one practice's GP system.</summary>
    public const string GpFile = "gp-client.json";

    public const string Supplier = "demo-gp-supplier";
    const string Centre = "demo-centre";
    const string OtherCentre = "demo-centre-b";
    const string Gp = "demo-gp";
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(60);
    readonly Dictionary<string, ClientKeyPair> keys = [];

    DemoClients() { }

    /// <summary>Id of a provider's client.</summary>
    public static string ProviderId(string ods) => $"demo-{ods.ToLowerInvariant()}";

    /// <summary>Writes the clients file of the directory folder, which the hub loads when it starts.</summary>
    /// <param name="gp">ODS code of the practice whose GP system has a client file.</param>
    public static DemoClients Write(string folder, string centre, string gp, DemoArea area)
    {
        var clients = new DemoClients();
        using var file = File.Create(Path.Combine(folder, RegistryFile));
        using var w = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        w.WriteStartObject();
        w.WriteStartArray("clients");
        clients.Write(w, Centre, "Demonstration command line", ClientKind.Centre, [centre]);
        clients.Write(w, OtherCentre, "Demonstration command line B", ClientKind.Centre, [centre]);
        clients.Write(w, Gp, "Demonstration GP system", ClientKind.Gp, [gp]);
        clients.Write(w, Supplier, "Demonstration GP system supplier", ClientKind.Gp, [.. area.Practices.Select(p => p.Ods)]);
        foreach (var (ods, name) in DemoServices.Providers)
            clients.Write(w, ProviderId(ods), name, ClientKind.Provider, [ods]);
        w.WriteEndArray();
        w.WriteEndObject();
        return clients;
    }

    /// <summary>Writes the client files of those as whom somebody may try the hub.</summary>
    public void WriteFiles(DirectoryInfo data, string hubUrl)
    {
        foreach (var (id, name) in new[] { (Centre, CentreFile), (OtherCentre, OtherCentreFile), (Gp, GpFile) })
            ClientFile.Create(hubUrl, id, keys[id]).Write(Path.Combine(data.FullName, name), replace: true);
    }

    /// <summary>Calls the hub as this client.</summary>
    public HttpClient CreateHttp(string id, string hubUrl)
    {
        var http = SignedInHandler.CreateHttp(ClientFile.Create(hubUrl, id, keys[id]), AnswerMax);
        http.BaseAddress = new(hubUrl);
        return http;
    }

    void Write(Utf8JsonWriter w, string id, string name, ClientKind kind, IReadOnlyList<string> organisations)
    {
        var pair = keys[id] = ClientKeyPair.Create();
        w.WriteStartObject();
        w.WriteString("id", id);
        w.WriteString("name", name);
        w.WriteString("kind", kind.ToString());
        w.WriteStartArray("organisations");
        foreach (var ods in organisations)
            w.WriteStringValue(ods);
        w.WriteEndArray();
        w.WritePropertyName("jwks");
        w.WriteRawValue(pair.PublicKeys().Json);
        w.WriteEndObject();
    }
}
