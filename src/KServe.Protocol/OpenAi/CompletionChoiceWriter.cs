using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes the choices of a plain completion.</summary>
internal static class CompletionChoiceWriter
{
    public static void Write(Utf8JsonWriter json, int index, GenerationChoice choice, OpenAiRequest request)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteString("text"u8, choice.Text);
        LogprobWriter.WriteCompletion(json, choice.Logprobs, offset: 0, request);
        FinishWriter.Write(json, choice.End);
        TokenWriter.Write(json, choice.TokenIds, request);
        LogprobWriter.WritePrompt(json, choice.PromptLogprobs, request);
        json.WriteEndObject();
    }

    public static void WriteDelta(Utf8JsonWriter json, TextGenerationUpdate update, int offset, OpenAiRequest request)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, update.Choice);
        json.WriteString("text"u8, update.Text);
        LogprobWriter.WriteCompletion(json, update.Logprobs, offset, request);
        FinishWriter.Write(json, update.FinishReason is null ? null : update);
        TokenWriter.Write(json, update.TokenIds, request);
        LogprobWriter.WritePrompt(json, update.PromptLogprobs, request);
        json.WriteEndObject();
    }
}
