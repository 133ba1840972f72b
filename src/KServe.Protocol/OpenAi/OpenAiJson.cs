using System.Text.Encodings.Web;
using System.Text.Json;
using KServe.Protocol.OpenAi;

namespace KServe.Protocol;

/// <summary>Reads and writes the JSON of OpenAI's API, with the fields that vLLM adds.</summary>
/// <remarks>
/// Source: OpenAI's API reference, and the request classes of vLLM. Fields that are not known are passed over, as
/// clients send many; those whose meaning cannot be kept are refused.
/// </remarks>
public static partial class OpenAiJson
{
    private static readonly string[] Refused =
    [
        "use_beam_search", "best_of", "suffix", "functions", "function_call", "audio", "prediction", "chat_template",
        "truncate_prompt_tokens", "thinking_token_budget",
        "kv_transfer_params", "guided_json", "guided_regex", "guided_choice", "guided_grammar", "length_penalty",
    ];

    // JSON of its own content type is never part of a page: what HTML would need escaped stays readable.
    internal static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] ReservedArguments =
    [
        "messages", "tools", "tokenize", "chat_template", "add_generation_prompt", "continue_final_message",
        "bos_token", "eos_token", "pad_token", "unk_token", "return_dict", "return_tensors",
    ];

    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = OpenAiLimits.Depth,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads the body of a chat completion.</summary>
    /// <param name="body">The JSON.</param>
    /// <returns>The request, which keeps nothing of the body.</returns>
    /// <exception cref="InferenceException">The body is wrong; the message names the field.</exception>
    public static OpenAiRequest ReadChat(ReadOnlyMemory<byte> body) => Read(body, ReadChat);

    /// <summary>Reads the body of a plain completion.</summary>
    /// <param name="body">The JSON.</param>
    /// <returns>The request, which keeps nothing of the body.</returns>
    /// <exception cref="InferenceException">The body is wrong; the message names the field.</exception>
    public static OpenAiRequest ReadCompletion(ReadOnlyMemory<byte> body) => Read(body, ReadCompletion);

    /// <summary>Creates what writes the answer to a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">Names the answer; its kind goes before it.</param>
    /// <param name="created">When it began.</param>
    /// <returns>The writer, for this request alone.</returns>
    public static IOpenAiAnswerWriter CreateWriter(OpenAiRequest request, string id, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(id);
        return request.Response is null
            ? new CompletionWriter(request, id, created)
            : new ResponsesWriter(request, id, created);
    }

    private static OpenAiRequest ReadChat(JsonFields fields)
    {
        var tools = ToolReader.Read(fields);
        var common = ReadCommon(fields, SamplingReader.Read(fields, isChat: true), ConstraintReader.Read(fields)) with
        {
            Messages = MessageReader.Read(fields),
            Tools = tools,
            ToolChoice = ToolReader.ReadChoice(fields, tools),
            AllowsParallelToolCalls = fields.GetBoolean("parallel_tool_calls", missing: true),
            AddsGenerationPrompt = fields.GetBoolean("add_generation_prompt", missing: true),
            ContinuesFinalMessage = fields.GetBoolean("continue_final_message"),
            TemplateArguments = ReadArguments(fields),
        };
        if (common is { AddsGenerationPrompt: true, ContinuesFinalMessage: true }
            && fields.TryGet("add_generation_prompt", out _))
        {
            throw OpenAiErrors.Wrong(
                "continue_final_message", "'continue_final_message' and 'add_generation_prompt' exclude each other.");
        }

        return ReadRequest(fields, isChat: true, [common]);
    }

    private static OpenAiRequest ReadCompletion(JsonFields fields)
    {
        var common = ReadCommon(fields, SamplingReader.Read(fields, isChat: false), ConstraintReader.Read(fields));
        var request = ReadRequest(fields, isChat: false, PromptReader.Read(fields, "prompt", common));
        return request is { IsEcho: true } && request.Prompts[0].Sampling.Logprobs is not null
            ? throw OpenAiErrors.Wrong("echo", "'echo' with 'logprobs' is not supported: 'prompt_logprobs' gives them.")
            : request;
    }

    internal static T Read<T>(ReadOnlyMemory<byte> body, Func<JsonFields, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return read(Begin(document));
        }
        catch (JsonException error)
        {
            throw new InferenceException(
                InferenceErrorCode.InvalidArgument,
                $"The body is not JSON that can be read: line {error.LineNumber + 1}, byte {error.BytePositionInLine}.",
                error);
        }
        catch (InvalidOperationException error)
        {
            // A text whose bytes or escapes are not Unicode fails when it is first looked at.
            throw new InferenceException(
                InferenceErrorCode.InvalidArgument, "The body holds a text that is not valid Unicode.", error);
        }
    }

    private static JsonFields Begin(JsonDocument document)
    {
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw InferenceException.InvalidArgument("The body is not a JSON object.");
        }

        var fields = new JsonFields(document.RootElement);
        foreach (var name in Refused)
        {
            // What is off, none or empty asks for nothing.
            if (fields.TryGet(name, out var value) && !IsNothing(name, value))
            {
                throw OpenAiErrors.Wrong(name, $"'{name}' is not supported.");
            }
        }

        return fields;
    }

    private static bool IsNothing(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.String => value.ValueEquals("") || value.ValueEquals("none"),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Number when name is "truncate_prompt_tokens" => IsWholeContext(value),
        JsonValueKind.Number => name is "best_of" or "length_penalty" or "n"
            && value.TryGetDouble(out var one) && one == 1,
        _ => false,
    };

    // To cut what is longer than the context: requests for vectors may ask for that.
    private static bool IsWholeContext(JsonElement value) => value.TryGetInt32(out var length) && length == -1;

    private static TextGenerationRequest ReadCommon(
        JsonFields fields,
        SamplingParameters sampling,
        OutputConstraint? constraint)
    {
        const string Truncation = "truncate_prompt_tokens";
        return fields.TryGet(Truncation, out var value) && value.ValueKind == JsonValueKind.Number
            ? throw OpenAiErrors.Wrong(Truncation, $"'{Truncation}' is not supported.")
            : new TextGenerationRequest
            {
                Sampling = sampling,
                Constraint = constraint,
                AddsSpecialTokens = fields.FindBoolean("add_special_tokens"),
                ReturnsTokenIds = fields.GetBoolean("return_token_ids"),
                CacheSalt = fields.FindString("cache_salt", OpenAiLimits.ShortText),
                Tenant = fields.FindString("user", OpenAiLimits.ShortText),
                Priority = fields.GetInteger("priority", 0),
            };
    }

    private static OpenAiRequest ReadRequest(
        JsonFields fields,
        bool isChat,
        IReadOnlyList<TextGenerationRequest> prompts)
    {
        RequireSmall(fields, "metadata");
        var isStream = fields.GetBoolean("stream");
        var hasOptions = fields.TryGet("stream_options", out var value);
        if (hasOptions && !isStream)
        {
            throw OpenAiErrors.Wrong("stream_options", "'stream_options' was given, but 'stream' is not true.");
        }

        var options = hasOptions ? JsonFields.Of(value, "stream_options") : default;
        return new OpenAiRequest
        {
            Model = fields.RequireString("model", OpenAiLimits.ShortText),
            Prompts = prompts,
            IsChat = isChat,
            IsStream = isStream,
            IncludesUsage = hasOptions && options.GetBoolean("include_usage"),
            IncludesUsageAlways = hasOptions && options.GetBoolean("continuous_usage_stats"),
            IsEcho = fields.GetBoolean("echo"),
            WritesTokensAsIds = fields.GetBoolean("return_tokens_as_token_ids"),
        };
    }

    private static void RequireSmall(JsonFields fields, string name)
    {
        if (fields.TryGet(name, out var value) && value.GetRawText().Length > OpenAiLimits.MetadataLength)
        {
            throw OpenAiErrors.Wrong(name, $"'{name}' has more than {OpenAiLimits.MetadataLength} characters.");
        }
    }

    private static Dictionary<string, JsonElement> ReadArguments(JsonFields fields)
    {
        var arguments = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (fields.TryGet("documents", out var documents))
        {
            arguments["documents"] = JsonFields.ToArray(documents, "documents", OpenAiLimits.Parts).Clone();
        }

        if (fields.TryGet("reasoning_effort", out var effort))
        {
            JsonFields.ToText(effort, "reasoning_effort", OpenAiLimits.ShortText);
            arguments["reasoning_effort"] = effort.Clone();
        }

        if (!fields.TryGet("chat_template_kwargs", out var map))
        {
            return arguments;
        }

        foreach (var entry in JsonFields.Of(map, "chat_template_kwargs").Element.EnumerateObject())
        {
            var path = $"chat_template_kwargs.{entry.Name}";
            if (ReservedArguments.Contains(entry.Name, StringComparer.Ordinal))
            {
                throw OpenAiErrors.Wrong("chat_template_kwargs", $"'{path}' belongs to the server.");
            }

            arguments[entry.Name] = entry.Value.Clone();
        }

        return arguments.Count <= OpenAiLimits.TemplateArguments
            ? arguments
            : throw OpenAiErrors.Wrong(
                "chat_template_kwargs",
                $"'chat_template_kwargs' has more than {OpenAiLimits.TemplateArguments} fields.");
    }
}
