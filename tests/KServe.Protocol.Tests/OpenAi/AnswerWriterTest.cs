using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KServe.Protocol.Tests.OpenAi;

/// <summary>What the tests of answers share.</summary>
public abstract class AnswerWriterTest
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private protected static string WriteWhole(OpenAiRequest request, IEnumerable<TextGenerationUpdate> updates)
    {
        using var writer = OpenAiJson.CreateWriter(request, "1", Now);
        var body = new ArrayBufferWriter<byte>();
        foreach (var update in updates)
        {
            writer.Add(update);
        }

        writer.WriteWhole(body);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    private protected static string WriteStream(OpenAiRequest request, IEnumerable<TextGenerationUpdate> updates)
    {
        using var writer = OpenAiJson.CreateWriter(request, "1", Now);
        var body = new ArrayBufferWriter<byte>();
        foreach (var update in updates)
        {
            var before = body.WrittenCount;
            Assert.Equal(writer.WriteEvents(body, update), body.WrittenCount > before);
        }

        writer.WriteEnd(body);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    private protected static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
