using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes why a choice ended.</summary>
internal static class FinishWriter
{
    public static void Write(Utf8JsonWriter json, TextGenerationUpdate? end)
    {
        json.WriteString("finish_reason"u8, end?.FinishReason switch
        {
            null => null,
            GenerationFinishReason.Stop => "stop",
            GenerationFinishReason.Length => "length",
            GenerationFinishReason.ToolCalls => "tool_calls",
            GenerationFinishReason.Repetition => "repetition",
            GenerationFinishReason.Abort => "abort",
            _ => "error",
        });
        if (end?.StopTokenId is { } token)
        {
            json.WriteNumber("stop_reason"u8, token);
        }
        else
        {
            json.WriteString("stop_reason"u8, end?.StopText);
        }
    }
}
