using System.Text.Json;

namespace KServe.Protocol;

/// <content>The side of a client.</content>
public static partial class V2Metadata
{
    private delegate T JsonRead<T>(ref JsonCursor json);

    /// <summary>Reads the metadata of a server.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="limits">What is taken from a server.</param>
    /// <returns>The metadata; empty where the server says nothing.</returns>
    /// <exception cref="InferenceException">The body is wrong: <c>InvalidArgument</c>, naming the field.</exception>
    public static ServerMetadata ReadServer(ReadOnlySpan<byte> body, ProtocolLimits limits) =>
        Read(body, limits, V2MetadataReader.ReadServer);

    /// <summary>Reads the metadata of a model.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="limits">What is taken from a server.</param>
    /// <returns>The metadata; empty where the server says nothing.</returns>
    /// <exception cref="InferenceException">The body is wrong: <c>InvalidArgument</c>, naming the field.</exception>
    public static ModelMetadata ReadModel(ReadOnlySpan<byte> body, ProtocolLimits limits) =>
        Read(body, limits, V2MetadataReader.ReadModel);

    /// <summary>Reads the index of a model repository.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="limits">What is taken from a server.</param>
    /// <returns>The models; a state unknown here reads as unavailable.</returns>
    /// <exception cref="InferenceException">The body is wrong: <c>InvalidArgument</c>, naming the field.</exception>
    public static IReadOnlyList<ModelStatus> ReadIndex(ReadOnlySpan<byte> body, ProtocolLimits limits) =>
        Read(body, limits, V2MetadataReader.ReadIndex);

    private static T Read<T>(ReadOnlySpan<byte> body, ProtocolLimits limits, JsonRead<T> read)
    {
        ArgumentNullException.ThrowIfNull(limits);
        using var scratch = JsonScratch.Rent(limits, isResponse: true);
        try
        {
            var json = new JsonCursor(body, scratch);
            var value = read(ref json);
            json.RequireEnd();
            return value;
        }
        catch (JsonException exception)
        {
            throw JsonErrors.Malformed(exception);
        }
    }
}
