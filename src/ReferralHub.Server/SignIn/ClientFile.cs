using System.Text.Json;

namespace ReferralHub.Server.SignIn;

/// <summary>
/// What a client of this program needs to sign in at a hub, in one JSON file: <c>hub</c> (its address), <c>tokenUrl</c>, <c>clientId</c>
/// and <c>key</c> (private JWK). Whoever can read it is the client, so only its owner can.
/// </summary>
sealed record ClientFile(string Hub, string TokenUrl, string ClientId, ClientKeyPair Key)
{
    const string TokenPath = "/oauth/token";
    const int BytesMax = 64 * 1024;

    public static ClientFile Create(string hub, string clientId, ClientKeyPair key) =>
        new(hub.TrimEnd('/'), hub.TrimEnd('/') + TokenPath, clientId, key);

    /// <exception cref="SettingsException">There is no such file, or it is not one of a client.</exception>
    public static ClientFile Read(string path)
    {
        if (!File.Exists(path))
            throw new SettingsException($"There is no client file {path}; `referralhub client add` makes one.");
        if (new FileInfo(path).Length > BytesMax)
            throw new SettingsException($"{path} is no client file: it has more than {BytesMax:N0} bytes.");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            var hub = Text("hub").TrimEnd('/');
            return new(
                hub,
                root.TryGetProperty("tokenUrl", out var url) ? url.GetString()! : hub + TokenPath,
                Text("clientId"),
                ClientKeyPair.Read(root.GetProperty("key"), path)
            );

            string Text(string member) => root.GetProperty(member).GetString() ?? throw new KeyNotFoundException(member);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new SettingsException($"{path} is no client file; it needs hub, clientId and key. `referralhub client add` makes one.");
        }
    }

    /// <summary>Writes a file that was not there, for its owner alone.</summary>
    /// <exception cref="SettingsException">There is a file of this name.</exception>
    public void Write(string path, bool replace = false)
    {
        var options = new FileStreamOptions { Mode = replace ? FileMode.Create : FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!replace && File.Exists(path))
            throw new SettingsException($"There is a file {path} already; name another with --key-out.");
        if (replace)
            File.Delete(path);
        using var file = new FileStream(path, options);
        using var w = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        w.WriteStartObject();
        w.WriteString("hub", Hub);
        w.WriteString("tokenUrl", TokenUrl);
        w.WriteString("clientId", ClientId);
        w.WritePropertyName("key");
        Key.WriteJwk(w);
        w.WriteEndObject();
    }
}
