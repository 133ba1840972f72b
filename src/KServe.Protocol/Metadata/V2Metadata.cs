using System.Buffers;

namespace KServe.Protocol;

/// <summary>Writes and reads metadata of servers and models in the Open Inference Protocol's JSON.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public static partial class V2Metadata
{
    /// <summary>Writes the metadata of a server.</summary>
    /// <param name="writer">Takes the JSON.</param>
    /// <param name="name">The server's name.</param>
    /// <param name="version">The server's version.</param>
    /// <param name="extensions">The names of the extensions it supports.</param>
    public static void WriteServer(
        IBufferWriter<byte> writer, string name, string version, IReadOnlyList<string> extensions)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(extensions);
        var json = new JsonOutput(writer);
        json.Raw("{\"name\":"u8);
        json.Text(name);
        json.Raw(",\"version\":"u8);
        json.Text(version);
        json.Raw(",\"extensions\":"u8);
        WriteTexts(ref json, extensions);
        json.Raw((byte)'}');
        json.Flush();
    }

    /// <summary>Writes the metadata of a model.</summary>
    /// <param name="writer">Takes the JSON.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="versions">The versions that can be called; left out when there are none.</param>
    /// <param name="signature">What the model takes and gives.</param>
    /// <param name="form">KServe's form has neither versions nor properties.</param>
    public static void WriteModel(
        IBufferWriter<byte> writer,
        string name,
        IReadOnlyList<string> versions,
        ModelSignature signature,
        V2JsonForm form)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(versions);
        ArgumentNullException.ThrowIfNull(signature);
        var json = new JsonOutput(writer);
        json.Raw("{\"name\":"u8);
        json.Text(name);
        if (form == V2JsonForm.Strict && versions.Count != 0)
        {
            json.Raw(",\"versions\":"u8);
            WriteTexts(ref json, versions);
        }

        json.Raw(",\"platform\":"u8);
        json.Text(signature.Platform);
        json.Raw(",\"inputs\":"u8);
        WriteTensors(ref json, signature.Inputs);
        json.Raw(",\"outputs\":"u8);
        WriteTensors(ref json, signature.Outputs);
        if (form == V2JsonForm.Strict && signature.Properties.Count != 0)
        {
            WriteProperties(ref json, signature.Properties);
        }

        json.Raw((byte)'}');
        json.Flush();
    }

    private static void WriteTexts(ref JsonOutput json, IReadOnlyList<string> texts)
    {
        json.Raw((byte)'[');
        for (var i = 0; i < texts.Count; i++)
        {
            json.Separate(i);
            json.Text(texts[i]);
        }

        json.Raw((byte)']');
    }

    private static void WriteTensors(ref JsonOutput json, IReadOnlyList<TensorMetadata> tensors)
    {
        json.Raw((byte)'[');
        for (var i = 0; i < tensors.Count; i++)
        {
            json.Separate(i);
            json.Raw("{\"name\":"u8);
            json.Text(tensors[i].Name);
            json.Raw(",\"datatype\":"u8);
            json.Text(tensors[i].DataType.GetName());
            json.Raw(",\"shape\":"u8);
            json.Shape(tensors[i].Shape);
            json.Raw((byte)'}');
        }

        json.Raw((byte)']');
    }

    private static void WriteProperties(ref JsonOutput json, IReadOnlyDictionary<string, string> properties)
    {
        json.Raw(",\"properties\":{"u8);
        var written = 0;
        foreach (var (name, value) in properties)
        {
            json.Separate(written++);
            json.Text(name);
            json.Raw((byte)':');
            json.Text(value);
        }

        json.Raw((byte)'}');
    }
}
