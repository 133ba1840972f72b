namespace KServe.Protocol.Grpc;

/// <summary>Reads the requests of a server other than inference.</summary>
/// <remarks>
/// Safe for concurrent use. Whatever is wrong with a message is an <see cref="InferenceException"/> of
/// <see cref="InferenceErrorCode.InvalidArgument"/>.
/// </remarks>
public static class GrpcMessages
{
    /// <summary>Reads a message without fields, whatever unknown ones it has.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="InferenceException">The message is malformed.</exception>
    public static void ReadEmpty(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            reader.Skip();
        }
    }

    /// <summary>Reads the request of <c>ModelReady</c>, <c>ModelMetadata</c> or <c>ModelStatistics</c>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The longest name.</param>
    /// <param name="names">Names seen before.</param>
    /// <returns>Model and version.</returns>
    /// <exception cref="InferenceException">The message is malformed or breaks a limit.</exception>
    public static GrpcModelReference ReadModelReference(
        ReadOnlySpan<byte> message,
        ProtocolLimits limits,
        NameCache names)
    {
        var name = "";
        var version = "";
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    name = ReadName(ref reader, limits, names);
                    break;
                case 2:
                    version = ReadName(ref reader, limits, names);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new GrpcModelReference(name, version);
    }

    /// <summary>Reads a <c>RepositoryIndexRequest</c>.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether only models that are ready are wanted.</returns>
    /// <exception cref="InferenceException">The message is malformed.</exception>
    public static bool ReadRepositoryIndexRequest(ReadOnlySpan<byte> message)
    {
        var isReady = false;
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    reader.ReadBytes();
                    break;
                case 2:
                    isReady = reader.ReadBool();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return isReady;
    }

    /// <summary>Reads a request to load or unload a model.</summary>
    /// <remarks>
    /// KServe sends the model's name in field 1; Triton and MLServer send a repository there and the model in field 2.
    /// Nothing else tells them apart.
    /// </remarks>
    /// <param name="message">The message.</param>
    /// <param name="limits">The longest name and the most parameters.</param>
    /// <param name="names">Names seen before.</param>
    /// <returns>The request.</returns>
    /// <exception cref="InferenceException">The message is malformed or breaks a limit.</exception>
    public static GrpcRepositoryModelRequest ReadRepositoryModelRequest(
        ReadOnlySpan<byte> message,
        ProtocolLimits limits,
        NameCache names)
    {
        var first = "";
        string? second = null;
        var parameters = 0;
        var hasOverrides = false;
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    first = ReadName(ref reader, limits, names);
                    break;
                case 2:
                    second = ReadName(ref reader, limits, names);
                    break;
                case 3:
                    hasOverrides |= IsOverride(reader.ReadBytes());
                    parameters++;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return parameters <= limits.MaxParameters
            ? new GrpcRepositoryModelRequest(second ?? first, second is not null, hasOverrides)
            : throw InferenceException.InvalidArgument(
                $"the request has {parameters} parameters, at most {limits.MaxParameters} are allowed");
    }

    /// <summary>Reads a <c>HealthCheckRequest</c> of <c>grpc.health.v1</c>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limits">The longest name.</param>
    /// <param name="names">Names seen before.</param>
    /// <returns>The name of the service; empty for the whole server.</returns>
    /// <exception cref="InferenceException">The message is malformed or breaks a limit.</exception>
    public static string ReadHealthCheckRequest(ReadOnlySpan<byte> message, ProtocolLimits limits, NameCache names) =>
        ReadModelReference(message, limits, names).Name;

    internal static string ReadName(ref ProtoReader reader, ProtocolLimits limits, NameCache names)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(names);
        var field = reader.Field;
        var name = reader.ReadBytes();
        return name.Length <= limits.MaxNameLength
            ? names.Get(name)
            : throw InferenceException.InvalidArgument(
                $"field {field} has {name.Length} bytes, at most {limits.MaxNameLength} are allowed");
    }

    private static bool IsOverride(ReadOnlySpan<byte> entry)
    {
        var isOverride = false;
        var reader = new ProtoReader(entry);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                var key = reader.ReadBytes();
                isOverride = key.SequenceEqual("config"u8) || key.StartsWith("file:"u8);
            }
            else
            {
                reader.Skip();
            }
        }

        return isOverride;
    }
}
