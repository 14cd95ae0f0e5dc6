using System.CommandLine;
using System.Text;
using System.Text.Json;
using ReferralHub.Fhir;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Platform;

namespace ReferralHub.Server.Commands;

/// <summary><c>fhir path</c>: evaluates FHIRPath, one expression or a stream of them.</summary>
static class FhirPathCommand
{
    public static Command Create()
    {
        var expression = new Argument<string?>("EXPRESSION") { Description = "FHIRPath", Arity = ArgumentArity.ZeroOrOne };
        var file = new Argument<string?>("FILE")
        {
            Description = "A resource in JSON, or - for standard input; without one the expression has no context",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var batch = new Option<bool>("--batch")
        {
            Description =
                "Reads lines {\"id\",\"expression\",\"resource\"} from standard input and answers each with "
                + "{\"id\",\"result\":[…]} or {\"id\",\"error\"}",
        };
        var lenient = new Option<bool>("--lenient")
        {
            Description = "An element that R4 does not have is no error, and choices may go by their JSON names",
        };
        var command = new Command(
            "path",
            "Evaluates a FHIRPath expression (normative release, R4 functions) and prints the result as JSON. "
                + "Exit code 1 when the expression is wrong or cannot be evaluated, 3 when the file cannot be read."
        )
        {
            expression,
            file,
            batch,
            lenient,
        };
        command.Validators.Add(result =>
        {
            var isBatch = result.GetValue(batch);
            if (isBatch == result.GetValue(expression) is not null)
                result.AddError(isBatch ? "With --batch the expressions come from standard input." : "Give an EXPRESSION, or --batch.");
        });
        command.SetAction(
            (parse, token) =>
                parse.GetValue(batch)
                    ? BatchAsync(!parse.GetValue(lenient), token)
                    : EvaluateOneAsync(parse.GetValue(expression)!, parse.GetValue(file), !parse.GetValue(lenient), token)
        );
        return command;
    }

    static async Task<int> EvaluateOneAsync(string expression, string? file, bool isStrict, CancellationToken token)
    {
        var resource = file is null ? null : await FhirCommand.ReadAsync(file, token);
        if (file is not null && resource is null)
            return ExitCodes.Failed;
        try
        {
            Console.WriteLine(Encoding.UTF8.GetString(JsonText.Write(writer => Evaluate(writer, expression, resource, isStrict))));
            return ExitCodes.Ok;
        }
        catch (PathException e)
        {
            await Console.Error.WriteLineAsync(
                $"{e.Message}\n  {expression.ReplaceLineEndings(" ")}\n  {new string(' ', Math.Min(e.Position, expression.Length))}^"
            );
            return ExitCodes.Invalid;
        }
    }

    static async Task<int> BatchAsync(bool isStrict, CancellationToken token)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        await using var output = Console.OpenStandardOutput();
        while (await input.ReadLineAsync(token) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            await output.WriteAsync(Answer(line, isStrict), token);
            await output.WriteAsync("\n"u8.ToArray(), token);
        }

        return ExitCodes.Ok;
    }

    static byte[] Answer(string line, bool isStrict)
    {
        JsonElement? id = null;
        try
        {
            using var request = JsonDocument.Parse(line, new() { MaxDepth = 256 });
            id =
                request.RootElement.ValueKind == JsonValueKind.Object && request.RootElement.TryGetProperty("id", out var given)
                    ? given.Clone()
                    : null;
            if (
                request.RootElement.ValueKind != JsonValueKind.Object
                || !request.RootElement.TryGetProperty("expression", out var expression)
                || expression.ValueKind != JsonValueKind.String
            )
                return Error(id, "The line must be an object with id, expression and resource.");
            var resource =
                request.RootElement.TryGetProperty("resource", out var json) && json.ValueKind == JsonValueKind.Object
                    ? Encoding.UTF8.GetBytes(json.GetRawText())
                    : null;
            return JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                WriteId(writer, id);
                writer.WritePropertyName("result");
                Evaluate(writer, expression.GetString()!, resource, isStrict);
                writer.WriteEndObject();
            });
        }
        catch (JsonException e)
        {
            return Error(id, $"The line is not JSON: {e.Message}");
        }
        catch (PathException e)
        {
            return Error(id, $"{e.Message} (at character {e.Position + 1})");
        }
    }

    static void Evaluate(Utf8JsonWriter writer, string expression, byte[]? resource, bool isStrict)
    {
        var environment = new PathEnvironment { Now = TimeProvider.System.GetLocalNow() };
        if (resource is null)
        {
            PathJson.Write(writer, PathExpression.Compile(expression, null, isStrict).Evaluate(environment));
            return;
        }

        var (document, problem) = FhirJson.Read(resource);
        if (document is null)
            throw new PathException($"The resource cannot be read: {problem!.Text}", 0);
        using (document)
        {
            var type = document.Root.ResourceType is { } name && Fhir.Schema.R4Schema.R4.Find(name) is not null ? name : null;
            PathJson.Write(writer, PathExpression.Get(expression, type, isStrict).Evaluate(document, environment));
        }
    }

    static byte[] Error(JsonElement? id, string message) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            WriteId(writer, id);
            writer.WriteString("error", message);
            writer.WriteEndObject();
        });

    static void WriteId(Utf8JsonWriter writer, JsonElement? id)
    {
        writer.WritePropertyName("id");
        if (id is { } given)
            given.WriteTo(writer);
        else
            writer.WriteNullValue();
    }
}
