namespace KServe.Runtime.OnnxRuntime;

/// <summary>Tells where a tensor of a model keeps its data outside the model file.</summary>
internal sealed record ExternalData(string Tensor, string Location, long Offset, long? Length);
