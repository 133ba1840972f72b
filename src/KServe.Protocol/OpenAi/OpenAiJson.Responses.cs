using System.Text.Json;
using KServe.Protocol.OpenAi;

namespace KServe.Protocol;

/// <content>The body of a response.</content>
public static partial class OpenAiJson
{
    private const string NothingKept = "no responses are kept, so the whole conversation was expected in 'input'";

    private static readonly Dictionary<string, string> RefusedByResponses = new(StringComparer.Ordinal)
    {
        ["previous_response_id"] = NothingKept,
        ["conversation"] = NothingKept,
        ["background"] = "no responses are kept, so nobody could ask for it later",
        ["prompt"] = "no prompts are kept, so 'instructions' and 'input' were expected",
        ["response_format"] = "a response has 'text.format' instead",
        ["messages"] = "a response has 'input' instead",
        ["n"] = "a response has one choice",
    };

    /// <summary>Reads the body of a response.</summary>
    /// <param name="body">The JSON.</param>
    /// <returns>The request, which keeps nothing of the body.</returns>
    /// <exception cref="InferenceException">The body is wrong; the message names the field.</exception>
    public static OpenAiRequest ReadResponse(ReadOnlyMemory<byte> body) => Read(body, ReadResponse);

    private static OpenAiRequest ReadResponse(JsonFields fields)
    {
        RequireResponseFields(fields);
        var tools = ToolReader.Read(fields, isFlat: true);
        var sampling = SamplingReader.ReadResponse(fields);
        var settings = ResponsesSettings.Read(fields);
        var common = ReadCommon(fields, sampling, ConstraintReader.ReadResponse(fields));
        return new OpenAiRequest
        {
            Model = fields.RequireString("model", OpenAiLimits.ShortText),
            Prompts =
            [
                common with
                {
                    Messages = ResponsesInputReader.Read(fields),
                    PromptParameter = "input",
                    Tools = tools,
                    ToolChoice = ToolReader.ReadChoice(fields, tools, isFlat: true),
                    AllowsParallelToolCalls = settings.AllowsParallelToolCalls,
                    TemplateArguments = ReadResponseArguments(fields, settings),
                    Tenant = common.Tenant ?? settings.SafetyIdentifier,
                },
            ],
            IsChat = true,
            IsStream = fields.GetBoolean("stream"),
            WritesTokensAsIds = fields.GetBoolean("return_tokens_as_token_ids"),
            Response = settings,
        };
    }

    private static void RequireResponseFields(JsonFields fields)
    {
        foreach (var (name, reason) in RefusedByResponses)
        {
            if (fields.TryGet(name, out var value) && !IsNothing(name, value))
            {
                throw OpenAiErrors.Wrong(name, $"'{name}' is not supported: {reason}.");
            }
        }

        // What is asked to be kept is answered all the same; the answer says that it is not.
        _ = fields.GetBoolean("store");
        if (fields.FindString("truncation", OpenAiLimits.ShortText) is not (null or "disabled"))
        {
            throw OpenAiErrors.Wrong(
                "truncation", "'truncation' is not supported: 'disabled' was expected, as no input is left out.");
        }

        if (!fields.TryGet("stream_options", out var options))
        {
            return;
        }

        _ = JsonFields.Of(options, "stream_options").GetBoolean("include_obfuscation");
        if (!fields.GetBoolean("stream"))
        {
            throw OpenAiErrors.Wrong("stream_options", "'stream_options' was given, but 'stream' is not true.");
        }
    }

    private static Dictionary<string, JsonElement> ReadResponseArguments(JsonFields fields, ResponsesSettings settings)
    {
        var arguments = ReadArguments(fields);
        if (settings.ReasoningEffort is not null)
        {
            arguments["reasoning_effort"] = fields.Element.GetProperty("reasoning").GetProperty("effort").Clone();
        }

        return arguments;
    }
}
