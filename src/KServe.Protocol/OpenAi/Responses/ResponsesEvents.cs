using System.Buffers;
using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes the events of a response, numbered from 0.</summary>
/// <remarks>Not safe for concurrent use; one for each request.</remarks>
internal sealed class ResponsesEvents(Utf8JsonWriter json, OpenAiRequest request)
{
    /// <summary>Gets how many events there were.</summary>
    public int Count { get; private set; }

    /// <summary>Gets or sets what takes the events.</summary>
    public IBufferWriter<byte>? Destination { get; set; }

    /// <summary>Writes that an item has begun.</summary>
    public void WriteOpened(ResponsesItem item)
    {
        Begin("response.output_item.added"u8);
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        ResponsesItemWriter.WriteEmpty(json, item);
        End();
        if (item.Kind != ResponsesItemKind.FunctionCall)
        {
            BeginOf(item, "response.content_part.added"u8);
            json.WritePropertyName("part"u8);
            ResponsesItemWriter.WritePart(json, item.Kind, "", [], request);
            End();
        }
    }

    /// <summary>Writes what follows of an item.</summary>
    public void WriteDelta(ResponsesItem item, string text, IReadOnlyList<TextLogprob> logprobs)
    {
        BeginOf(item, item.Kind switch
        {
            ResponsesItemKind.Message => "response.output_text.delta"u8,
            ResponsesItemKind.Reasoning => "response.reasoning_text.delta"u8,
            _ => "response.function_call_arguments.delta"u8,
        });
        json.WriteString("delta"u8, text);
        WriteLogprobs(item, logprobs);
        End();
    }

    /// <summary>Writes that an item has ended, and all of it.</summary>
    public void WriteClosed(ResponsesItem item)
    {
        BeginOf(item, item.Kind switch
        {
            ResponsesItemKind.Message => "response.output_text.done"u8,
            ResponsesItemKind.Reasoning => "response.reasoning_text.done"u8,
            _ => "response.function_call_arguments.done"u8,
        });
        if (item.Kind == ResponsesItemKind.FunctionCall)
        {
            json.WriteString("name"u8, item.Name);
            json.WriteString("arguments"u8, item.Text);
        }
        else
        {
            json.WriteString("text"u8, item.Text);
        }

        WriteLogprobs(item, item.Logprobs);
        End();
        if (item.Kind != ResponsesItemKind.FunctionCall)
        {
            BeginOf(item, "response.content_part.done"u8);
            json.WritePropertyName("part"u8);
            ResponsesItemWriter.WritePart(json, item.Kind, item.Text, item.Logprobs, request);
            End();
        }

        Begin("response.output_item.done"u8);
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        ResponsesItemWriter.Write(json, item, request);
        End();
    }

    /// <summary>Writes that the stream has failed.</summary>
    public void WriteError(string code, string message, string? parameter)
    {
        Begin("error"u8);
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
        json.WriteString("param"u8, parameter);
        End();
    }

    /// <summary>Begins an event: its name and its number.</summary>
    public void Begin(ReadOnlySpan<byte> name)
    {
        ServerSentEvents.Begin(Destination!, name);
        json.Reset(Destination!);
        json.WriteStartObject();
        json.WriteString("type"u8, name);
        json.WriteNumber("sequence_number"u8, Count++);
    }

    public void End()
    {
        json.WriteEndObject();
        json.Flush();
        ServerSentEvents.End(Destination!);
    }

    private void BeginOf(ResponsesItem item, ReadOnlySpan<byte> name)
    {
        Begin(name);
        json.WriteString("item_id"u8, item.Id);
        json.WriteNumber("output_index"u8, item.Index);
        if (item.Kind != ResponsesItemKind.FunctionCall)
        {
            json.WriteNumber("content_index"u8, 0);
        }
    }

    private void WriteLogprobs(ResponsesItem item, IReadOnlyList<TextLogprob> logprobs)
    {
        if (item.Kind == ResponsesItemKind.Message)
        {
            json.WriteStartArray("logprobs"u8);
            LogprobWriter.WriteTokens(json, logprobs, request);
            json.WriteEndArray();
        }
    }
}
