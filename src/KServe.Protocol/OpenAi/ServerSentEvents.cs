using System.Buffers;

namespace KServe.Protocol.OpenAi;

/// <summary>Frames events as the <c>text/event-stream</c> of HTML has them.</summary>
internal static class ServerSentEvents
{
    /// <summary>Begins an event without a name.</summary>
    public static void Begin(IBufferWriter<byte> destination) => destination.Write("data: "u8);

    /// <summary>Begins an event with a name.</summary>
    public static void Begin(IBufferWriter<byte> destination, ReadOnlySpan<byte> name)
    {
        destination.Write("event: "u8);
        destination.Write(name);
        destination.Write("\ndata: "u8);
    }

    public static void End(IBufferWriter<byte> destination) => destination.Write("\n\n"u8);

    /// <summary>Writes the event by which the streams of chats and completions end.</summary>
    public static void WriteDone(IBufferWriter<byte> destination) => destination.Write("data: [DONE]\n\n"u8);
}
