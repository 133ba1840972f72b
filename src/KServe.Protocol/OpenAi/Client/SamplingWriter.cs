using System.Globalization;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes how tokens are chosen.</summary>
/// <remarks>
/// What was not given is left out, so that the other server's own defaults count, and so that servers which do not know
/// vLLM's fields never see them unless a client asks for them.
/// </remarks>
internal static class SamplingWriter
{
    public static void Write(Utf8JsonWriter json, SamplingParameters sampling, bool isChat, OpenAiRequestForm form)
    {
        WriteLength(json, sampling, isChat, form);
        WriteNumber(json, "temperature"u8, sampling.Temperature);
        WriteNumber(json, "top_p"u8, sampling.TopP);
        WriteNumber(json, "min_p"u8, sampling.MinP);
        WriteNumber(json, "presence_penalty"u8, NoneIfZero(sampling.PresencePenalty));
        WriteNumber(json, "frequency_penalty"u8, NoneIfZero(sampling.FrequencyPenalty));
        WriteNumber(json, "repetition_penalty"u8, sampling.RepetitionPenalty);
        WriteInteger(json, "n"u8, sampling.Count, missing: 1);
        if (sampling.TopK is { } top)
        {
            json.WriteNumber("top_k"u8, top);
        }

        if (sampling.Seed is { } seed)
        {
            json.WriteNumber("seed"u8, seed);
        }

        WriteEnds(json, sampling);
        WriteTokens(json, sampling);
        WriteLogprobs(json, sampling, isChat);
    }

    public static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    public static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteLength(
        Utf8JsonWriter json,
        SamplingParameters sampling,
        bool isChat,
        OpenAiRequestForm form)
    {
        if (sampling.MaxTokens is { } limit)
        {
            json.WriteNumber(
                isChat && form.UsesMaxCompletionTokens ? "max_completion_tokens"u8 : "max_tokens"u8, limit);
        }

        WriteInteger(json, "min_tokens"u8, sampling.MinTokens, missing: 0);
    }

    private static void WriteEnds(Utf8JsonWriter json, SamplingParameters sampling)
    {
        if (sampling.Stop.Count > 0)
        {
            WriteTexts(json, "stop"u8, sampling.Stop);
        }

        if (sampling.StopTokenIds.Count > 0)
        {
            WriteNumbers(json, "stop_token_ids"u8, sampling.StopTokenIds);
        }

        if (sampling.IncludesStop)
        {
            json.WriteBoolean("include_stop_str_in_output"u8, value: true);
        }

        if (sampling.IgnoresEndOfSequence)
        {
            json.WriteBoolean("ignore_eos"u8, value: true);
        }

        if (!sampling.SkipsSpecialTokens)
        {
            json.WriteBoolean("skip_special_tokens"u8, value: false);
        }
    }

    private static void WriteTokens(Utf8JsonWriter json, SamplingParameters sampling)
    {
        if (sampling.LogitBias.Count > 0)
        {
            json.WriteStartObject("logit_bias"u8);
            foreach (var (token, bias) in sampling.LogitBias)
            {
                json.WriteNumber(token.ToString(CultureInfo.InvariantCulture), bias);
            }

            json.WriteEndObject();
        }

        if (sampling.AllowedTokenIds is { } allowed)
        {
            WriteNumbers(json, "allowed_token_ids"u8, allowed);
        }

        if (sampling.BadWords.Count > 0)
        {
            WriteTexts(json, "bad_words"u8, sampling.BadWords);
        }

        if (sampling.RepetitionDetection is { } repetition)
        {
            json.WriteStartObject("repetition_detection"u8);
            json.WriteNumber("max_pattern_size"u8, repetition.MaxPatternSize);
            json.WriteNumber("min_pattern_size"u8, repetition.MinPatternSize);
            json.WriteNumber("min_count"u8, repetition.MinCount);
            json.WriteEndObject();
        }
    }

    private static void WriteLogprobs(Utf8JsonWriter json, SamplingParameters sampling, bool isChat)
    {
        if (sampling.Logprobs is { } count)
        {
            if (isChat)
            {
                json.WriteBoolean("logprobs"u8, value: true);
                json.WriteNumber("top_logprobs"u8, count);
            }
            else
            {
                json.WriteNumber("logprobs"u8, count);
            }
        }

        if (sampling.PromptLogprobs is { } prompt)
        {
            json.WriteNumber("prompt_logprobs"u8, prompt);
        }

        if (sampling.LogprobTokenIds.Count > 0)
        {
            WriteNumbers(json, "logprob_token_ids"u8, sampling.LogprobTokenIds);
        }
    }

    private static float? NoneIfZero(float value) => value == 0 ? null : value;

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, float? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteInteger(Utf8JsonWriter json, ReadOnlySpan<byte> name, int value, int missing)
    {
        if (value != missing)
        {
            json.WriteNumber(name, value);
        }
    }
}
