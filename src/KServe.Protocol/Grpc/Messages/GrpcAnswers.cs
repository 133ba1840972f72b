namespace KServe.Protocol.Grpc;

/// <summary>Writes the responses of a server other than inference.</summary>
/// <remarks>Safe for concurrent use with different writers.</remarks>
public static class GrpcAnswers
{
    /// <summary>Writes the response of <c>ServerLive</c>, <c>ServerReady</c> or <c>ModelReady</c>.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="value">Live or ready.</param>
    public static void WriteFlag(ProtoWriter writer, bool value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteBool(1, value);
    }

    /// <summary>Writes a <c>ServerMetadataResponse</c>.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="name">The server's name.</param>
    /// <param name="version">The server's version.</param>
    /// <param name="extensions">The names of the extensions that the server supports.</param>
    public static void WriteServerMetadata(
        ProtoWriter writer,
        string name,
        string version,
        IReadOnlyList<string> extensions)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(extensions);
        writer.WriteString(1, name);
        writer.WriteString(2, version);
        WriteTexts(writer, 3, extensions);
    }

    /// <summary>Writes a <c>ModelMetadataResponse</c>.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="versions">The versions that can be called.</param>
    /// <param name="signature">What the model takes and gives.</param>
    public static void WriteModelMetadata(
        ProtoWriter writer,
        string name,
        IReadOnlyList<string> versions,
        ModelSignature signature)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(versions);
        ArgumentNullException.ThrowIfNull(signature);
        writer.WriteString(1, name);
        WriteTexts(writer, 2, versions);
        writer.WriteString(3, signature.Platform);
        WriteTensors(writer, 4, signature.Inputs);
        WriteTensors(writer, 5, signature.Outputs);
        foreach (var (key, value) in signature.Properties)
        {
            var entry = writer.BeginMessage(6);
            writer.WriteString(1, key);
            writer.WriteString(2, value);
            writer.EndMessage(entry);
        }
    }

    /// <summary>Writes one model of a <c>RepositoryIndexResponse</c>.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="status">The state of the model.</param>
    public static void WriteRepositoryIndexEntry(ProtoWriter writer, in ModelStatus status)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var model = writer.BeginMessage(1);
        writer.WriteString(1, status.Name);
        writer.WriteString(2, status.Version);
        writer.WriteString(3, GetStateName(status.State));
        writer.WriteString(4, status.Reason);
        writer.EndMessage(model);
    }

    /// <summary>Writes the response to a load or unload in the shape that the request had.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="request">The request, which has been fulfilled.</param>
    public static void WriteRepositoryModelResponse(ProtoWriter writer, in GrpcRepositoryModelRequest request)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!request.IsTriton)
        {
            writer.WriteString(1, request.ModelName);
            writer.WriteBool(2, value: true);
        }
    }

    /// <summary>Writes one model version of a <c>ModelStatisticsResponse</c>.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="version">The version.</param>
    /// <param name="statistics">What was counted.</param>
    public static void WriteModelStatistics(
        ProtoWriter writer,
        string name,
        string version,
        ModelStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(statistics);
        var model = writer.BeginMessage(1);
        writer.WriteString(1, name);
        writer.WriteString(2, version);
        writer.WriteVarint(3, (ulong)statistics.LastInference);
        writer.WriteVarint(4, (ulong)statistics.InferenceCount);
        writer.WriteVarint(5, (ulong)statistics.ExecutionCount);
        var durations = writer.BeginMessage(6);
        WriteDuration(writer, 1, statistics.Success);
        WriteDuration(writer, 2, statistics.Fail);
        WriteDuration(writer, 3, statistics.Queue);
        WriteDuration(writer, 4, statistics.ComputeInput);
        WriteDuration(writer, 5, statistics.ComputeInfer);
        WriteDuration(writer, 6, statistics.ComputeOutput);
        writer.EndMessage(durations);
        foreach (var size in statistics.GetBatchSizes())
        {
            var batch = writer.BeginMessage(7);
            writer.WriteVarint(1, (ulong)size.BatchSize);
            WriteDuration(writer, 2, size.ComputeInput);
            WriteDuration(writer, 3, size.ComputeInfer);
            WriteDuration(writer, 4, size.ComputeOutput);
            writer.EndMessage(batch);
        }

        writer.EndMessage(model);
    }

    /// <summary>Writes a <c>HealthCheckResponse</c> of <c>grpc.health.v1</c>.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="status">The state.</param>
    public static void WriteHealth(ProtoWriter writer, GrpcServingStatus status)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteVarint(1, (ulong)status);
    }

    private static void WriteDuration(ProtoWriter writer, int field, DurationCounter duration)
    {
        var message = writer.BeginMessage(field);
        writer.WriteVarint(1, (ulong)duration.Count);
        writer.WriteVarint(2, (ulong)duration.Nanoseconds);
        writer.EndMessage(message);
    }

    private static void WriteTexts(ProtoWriter writer, int field, IReadOnlyList<string> texts)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            writer.WriteStringElement(field, texts[i]);
        }
    }

    private static void WriteTensors(ProtoWriter writer, int field, IReadOnlyList<TensorMetadata> tensors)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            var tensor = writer.BeginMessage(field);
            writer.WriteString(1, tensors[i].Name);
            writer.WriteString(2, tensors[i].DataType.GetName());
            TensorEncoder.EncodeShape(writer, 3, tensors[i].Shape);
            writer.EndMessage(tensor);
        }
    }

    private static string GetStateName(ModelState state) => state switch
    {
        ModelState.Ready => "READY",
        ModelState.Loading => "LOADING",
        ModelState.Unloading => "UNLOADING",
        _ => "UNAVAILABLE",
    };
}
