namespace KServe.Protocol.Grpc;

/// <summary>Writes the requests and reads the responses of a client other than inference.</summary>
/// <remarks>
/// Safe for concurrent use. Whatever is wrong with a message is an <see cref="InferenceException"/> of
/// <see cref="InferenceErrorCode.InvalidArgument"/>.
/// </remarks>
public static partial class GrpcClientMessages
{
    /// <summary>Writes the request of <c>ModelReady</c>, <c>ModelMetadata</c> or <c>ModelStatistics</c>.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="model">Model and version.</param>
    public static void WriteModelReference(ProtoWriter writer, GrpcModelReference model)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(1, model.Name);
        writer.WriteString(2, model.Version);
    }

    /// <summary>Reads the response of <c>ServerLive</c>, <c>ServerReady</c> or <c>ModelReady</c>.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Live or ready.</returns>
    /// <exception cref="InferenceException">The message is malformed.</exception>
    public static bool ReadFlag(ReadOnlySpan<byte> message)
    {
        var value = false;
        var reader = new ProtoReader(message);
        while (reader.ReadTo(1))
        {
            value = reader.ReadBool();
        }

        return value;
    }

    /// <summary>Reads a <c>ModelMetadataResponse</c>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The longest name and the most inputs and outputs.</param>
    /// <param name="names">Names seen before.</param>
    /// <param name="versions">The versions that can be called.</param>
    /// <returns>What the model takes and gives; an unknown datatype reads as none.</returns>
    /// <exception cref="InferenceException">The message is malformed or breaks a limit.</exception>
    public static ModelSignature ReadModelMetadata(
        ReadOnlySpan<byte> message,
        ProtocolLimits limits,
        NameCache names,
        out IReadOnlyList<string> versions)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var platform = "";
        List<string> found = [];
        List<TensorMetadata> inputs = [];
        List<TensorMetadata> outputs = [];
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 2:
                    RequireRoom(found.Count, limits.MaxObjectKeys, "versions");
                    found.Add(GrpcMessages.ReadName(ref reader, limits, names));
                    break;
                case 3:
                    platform = reader.ReadString();
                    break;
                case 4:
                    RequireRoom(inputs.Count, limits.MaxInputs, "inputs");
                    inputs.Add(ReadTensor(reader.ReadBytes(), limits, names));
                    break;
                case 5:
                    RequireRoom(outputs.Count, limits.MaxOutputs, "outputs");
                    outputs.Add(ReadTensor(reader.ReadBytes(), limits, names));
                    break;
                case 6:
                    RequireRoom(properties.Count, limits.MaxParameters, "properties");
                    ReadProperty(reader.ReadBytes(), properties);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        versions = found;
        return new ModelSignature
        {
            Platform = platform,
            Inputs = inputs,
            Outputs = outputs,
            Properties = properties,
        };
    }

    private static void RequireRoom(int count, int max, string what)
    {
        if (count >= max)
        {
            throw InferenceException.InvalidArgument($"the metadata have more than {max} {what}");
        }
    }

    private static TensorMetadata ReadTensor(ReadOnlySpan<byte> message, ProtocolLimits limits, NameCache names)
    {
        Span<long> dimensions = stackalloc long[TensorShape.MaxRank];
        var fields = TensorFields.Scan(message, dimensions);
        if (fields.Name.Length > limits.MaxNameLength || fields.Rank > dimensions.Length)
        {
            throw InferenceException.InvalidArgument("the metadata of a tensor has too long a name or shape");
        }

        _ = TensorDataTypes.TryParse(fields.DataType, out var dataType);
        return new TensorMetadata(
            names.Get(fields.Name), dataType, TensorShape.Create(dimensions[..fields.Rank]));
    }

    private static void ReadProperty(ReadOnlySpan<byte> entry, Dictionary<string, string> properties)
    {
        var key = "";
        var value = "";
        var reader = new ProtoReader(entry);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    key = reader.ReadString();
                    break;
                case 2:
                    value = reader.ReadString();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        properties[key] = value;
    }
}
