using System.Text;
using System.Text.Json;
using ReferralHub.Platform;

namespace ReferralHub.Server.Commands;

/// <summary>Prints one JSON object on standard output.</summary>
static class JsonReport
{
    public static void Print(Action<Utf8JsonWriter> members) =>
        Console.WriteLine(
            Encoding.UTF8.GetString(
                JsonText.Write(writer =>
                {
                    writer.WriteStartObject();
                    members(writer);
                    writer.WriteEndObject();
                })
            )
        );
}
