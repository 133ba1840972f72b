using System.Buffers;

namespace KServe.Protocol;

/// <summary>Writes errors as every REST protocol of KServe does, and reads those of other servers.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public static partial class ErrorJson
{
    /// <summary>Writes <c>{"error":"..."}</c>.</summary>
    /// <param name="writer">Takes the JSON.</param>
    /// <param name="message">The text for the client.</param>
    public static void Write(IBufferWriter<byte> writer, string message)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(message);
        var json = new JsonOutput(writer);
        json.Raw("{\"error\":"u8);
        json.Text(message);
        json.Raw((byte)'}');
        json.Flush();
    }
}
