using System.Buffers.Binary;

namespace KServe.AspNetCore;

/// <summary>Hands bytes of an unknown format to a model as one element of a BYTES tensor.</summary>
internal static class RawRequest
{
    private const string DefaultInput = "data";

    public static InferRequest Create(ModelRevision revision, ReadOnlySpan<byte> bytes, TensorPool pool)
    {
        var inputs = revision.Signature.Inputs;
        var name = inputs.Count > 0 ? inputs[0].Name : DefaultInput;
        var request = new InferRequest(revision.ModelName, pool);
        var owner = pool.Rent(sizeof(uint) + bytes.Length);
        request.RegisterForDispose(owner);
        BinaryPrimitives.WriteUInt32LittleEndian(owner.Memory.Span, (uint)bytes.Length);
        bytes.CopyTo(owner.Memory.Span[sizeof(uint)..]);
        request.Inputs.Add(InferTensor.FromMemory(
            name, TensorDataType.BYTES, TensorShape.Create([1]), owner.Memory));
        return request;
    }
}
