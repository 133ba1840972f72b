using System.Text.Json;

namespace KServe.AspNetCore;

/// <summary>Writes the statistics extension's answer.</summary>
internal sealed class StatisticsWriter(ModelRegistry registry)
{
    /// <summary>Writes the statistics of all models, one model, or one version.</summary>
    public void Write(Utf8JsonWriter json, string model, string version)
    {
        json.WriteStartObject();
        json.WriteStartArray("model_stats"u8);
        if (model.Length == 0)
        {
            foreach (var status in registry.GetIndex())
            {
                TryWrite(json, status);
            }
        }
        else if (version.Length != 0)
        {
            using var lease = registry.PinStable(model, version);
            Write(json, lease.Revision);
        }
        else
        {
            WriteVersions(json, model);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteVersions(Utf8JsonWriter json, string model)
    {
        registry.PinStable(model).Dispose();
        foreach (var status in registry.GetIndex())
        {
            if (string.Equals(status.Name, model, StringComparison.Ordinal))
            {
                TryWrite(json, status);
            }
        }
    }

    private void TryWrite(Utf8JsonWriter json, ModelStatus status)
    {
        if (status.State != ModelState.Ready)
        {
            return;
        }

        try
        {
            using var lease = registry.PinStable(status.Name, status.Version);
            Write(json, lease.Revision);
        }
        catch (InferenceException)
        {
            // Unloaded since the index was taken: it has no statistics any more.
        }
    }

    private static void Write(Utf8JsonWriter json, ModelRevision revision)
    {
        var statistics = revision.Statistics;
        json.WriteStartObject();
        json.WriteString("name"u8, revision.ModelName);
        json.WriteString("version"u8, revision.Version);
        json.WriteNumber("last_inference"u8, statistics.LastInference);
        json.WriteNumber("inference_count"u8, statistics.InferenceCount);
        json.WriteNumber("execution_count"u8, statistics.ExecutionCount);
        json.WriteStartObject("inference_stats"u8);
        Write(json, "success"u8, statistics.Success);
        Write(json, "fail"u8, statistics.Fail);
        Write(json, "queue"u8, statistics.Queue);
        Write(json, "compute_input"u8, statistics.ComputeInput);
        Write(json, "compute_infer"u8, statistics.ComputeInfer);
        Write(json, "compute_output"u8, statistics.ComputeOutput);
        json.WriteEndObject();
        json.WriteStartArray("batch_stats"u8);
        foreach (var size in statistics.GetBatchSizes())
        {
            json.WriteStartObject();
            json.WriteNumber("batch_size"u8, size.BatchSize);
            Write(json, "compute_input"u8, size.ComputeInput);
            Write(json, "compute_infer"u8, size.ComputeInfer);
            Write(json, "compute_output"u8, size.ComputeOutput);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, DurationCounter counter)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count"u8, counter.Count);
        json.WriteNumber("ns"u8, counter.Nanoseconds);
        json.WriteEndObject();
    }
}
