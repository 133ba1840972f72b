using System.Text;

namespace KServe.Protocol.Tests;

/// <summary>Calls the codecs as a server does, with text in place of bytes.</summary>
internal static class Codec
{
    public static InferRequest ReadV2(string json, TensorPool? pool = null) =>
        V2Json.ReadRequest(
            Encoding.UTF8.GetBytes(json), null, "m", pool ?? new TensorPool(), ProtocolLimits.Default);

    public static InferRequest ReadV2(string json, ReadOnlySpan<byte> tail, TensorPool? pool = null)
    {
        var text = Encoding.UTF8.GetBytes(json);
        byte[] body = [.. text, .. tail];
        return V2Json.ReadRequest(body, text.Length, "m", pool ?? new TensorPool(), ProtocolLimits.Default);
    }

    /// <summary>Reads a body that has to be refused, and checks that no memory stays out.</summary>
    public static string RefuseV2(string json) => Refuse(pool => ReadV2(json, pool));

    public static string RefuseV2(string json, byte[] tail) => Refuse(pool => ReadV2(json, tail, pool));

    public static string Refuse(Func<TensorPool, InferRequest> read)
    {
        var pool = new TensorPool();
        var error = Assert.Throws<InferenceException>(() => read(pool));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Equal(0, pool.RentedCount);
        Assert.DoesNotContain("System.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error.Message, StringComparison.Ordinal);
        return error.Message;
    }

    public static InferRequest ReadV1(string json, ModelSignature? signature = null, TensorPool? pool = null) =>
        V1Json.ReadRequest(
            Encoding.UTF8.GetBytes(json),
            "m",
            signature ?? ModelSignature.Empty,
            pool ?? new TensorPool(),
            ProtocolLimits.Default);

    public static string RefuseV1(string json, ModelSignature? signature = null) =>
        Refuse(pool => ReadV1(json, signature, pool));

    public static string Write(Action<PooledBufferWriter> write)
    {
        using var writer = new PooledBufferWriter(capacity: 1);
        write(writer);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    public static string WriteV2(
        InferRequest request,
        InferResponse response,
        V2JsonForm form = V2JsonForm.Strict,
        List<InferTensor>? binary = null) =>
        Write(writer => V2Json.WriteResponse(writer, request, response, form, binary ?? []));

    /// <summary>Wraps one tensor of V2 into a request.</summary>
    public static string Input(string datatype, string shape, string data) =>
        $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"{{datatype}}","data":{{data}}}]}""";

    public static string BinaryInput(string datatype, string shape, string size) =>
        Input(datatype, shape, "?").Replace(
            "\"data\":?", "\"parameters\":{\"binary_data_size\":" + size + "}", StringComparison.Ordinal);

    /// <summary>Makes one line of a text that is broken for reading.</summary>
    public static string Join(string lines) => lines.ReplaceLineEndings("");

    public static InferTensor Bytes(string name, TensorShape shape, params byte[][] elements)
    {
        using var data = new MemoryStream();
        foreach (var element in elements)
        {
            data.Write(BitConverter.GetBytes(element.Length));
            data.Write(element);
        }

        return InferTensor.FromMemory(name, TensorDataType.BYTES, shape, data.ToArray());
    }
}
