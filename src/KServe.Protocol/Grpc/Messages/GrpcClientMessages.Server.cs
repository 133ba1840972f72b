namespace KServe.Protocol.Grpc;

/// <content>Server metadata and the model repository.</content>
public static partial class GrpcClientMessages
{
    /// <summary>Reads a <c>ServerMetadataResponse</c>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The longest name and the most extensions.</param>
    /// <param name="names">Names seen before.</param>
    /// <returns>The metadata.</returns>
    /// <exception cref="InferenceException">The message is malformed or breaks a limit.</exception>
    public static ServerMetadata ReadServerMetadata(
        ReadOnlySpan<byte> message,
        ProtocolLimits limits,
        NameCache names)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var name = "";
        var version = "";
        List<string> extensions = [];
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    name = GrpcMessages.ReadName(ref reader, limits, names);
                    break;
                case 2:
                    version = GrpcMessages.ReadName(ref reader, limits, names);
                    break;
                case 3:
                    RequireRoom(extensions.Count, limits.MaxObjectKeys, "extensions");
                    extensions.Add(GrpcMessages.ReadName(ref reader, limits, names));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new ServerMetadata(name, version, extensions);
    }

    /// <summary>Writes a <c>RepositoryIndexRequest</c>.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="onlyReady">Whether only models that are ready are wanted.</param>
    public static void WriteRepositoryIndexRequest(ProtoWriter writer, bool onlyReady)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteBool(2, onlyReady);
    }

    /// <summary>Writes a request to load or unload a model.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="modelName">The model's name.</param>
    /// <param name="isTriton">Whether the server is Triton or MLServer, which want the name in another field.</param>
    public static void WriteRepositoryModelRequest(ProtoWriter writer, string modelName, bool isTriton)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(isTriton ? 2 : 1, modelName);
    }

    /// <summary>Reads a <c>RepositoryIndexResponse</c>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The longest name.</param>
    /// <param name="names">Names seen before.</param>
    /// <returns>The models; a state unknown here reads as unavailable.</returns>
    /// <exception cref="InferenceException">The message is malformed or breaks a limit.</exception>
    public static IReadOnlyList<ModelStatus> ReadRepositoryIndex(
        ReadOnlySpan<byte> message,
        ProtocolLimits limits,
        NameCache names)
    {
        ArgumentNullException.ThrowIfNull(limits);
        List<ModelStatus> models = [];
        var reader = new ProtoReader(message);
        while (reader.ReadTo(1))
        {
            models.Add(ReadStatus(reader.ReadBytes(), limits, names));
        }

        return models;
    }

    private static ModelStatus ReadStatus(ReadOnlySpan<byte> message, ProtocolLimits limits, NameCache names)
    {
        var status = new ModelStatus("", "", ModelState.Unavailable, "");
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    status = status with { Name = GrpcMessages.ReadName(ref reader, limits, names) };
                    break;
                case 2:
                    status = status with { Version = GrpcMessages.ReadName(ref reader, limits, names) };
                    break;
                case 3:
                    status = status with { State = ModelStates.Parse(reader.ReadBytes()) };
                    break;
                case 4:
                    status = status with { Reason = reader.ReadString() };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return status;
    }
}
