namespace KServe.Protocol.Grpc;

/// <summary>Gives the tensors of a message, those of a response in the order that the client asked for.</summary>
internal readonly struct TensorSelection
{
    private readonly IList<InferTensor> _tensors;
    private readonly IList<RequestedOutput>? _order;

    private TensorSelection(IList<InferTensor> tensors, IList<RequestedOutput>? order)
    {
        _tensors = tensors;
        _order = order;
    }

    public int Count => _order?.Count ?? _tensors.Count;

    public InferTensor this[int index] =>
        _order is null ? _tensors[index] : Find(_tensors, _order[index].Name)!;

    public static TensorSelection OfInputs(InferRequest request) => new(request.Inputs, order: null);

    /// <exception cref="InferenceException">An output that the client asked for is not there.</exception>
    public static TensorSelection OfOutputs(InferRequest request, InferResponse response)
    {
        if (!request.HasOutputs)
        {
            return new TensorSelection(response.Outputs, order: null);
        }

        var order = request.Outputs;
        for (var i = 0; i < order.Count; i++)
        {
            if (Find(response.Outputs, order[i].Name) is null)
            {
                throw InferenceException.InvalidArgument(
                    $"Unexpected inference output '{order[i].Name}' for model '{request.ModelName}'");
            }
        }

        return new TensorSelection(response.Outputs, order);
    }

    private static InferTensor? Find(IList<InferTensor> tensors, string name)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            if (string.Equals(tensors[i].Name, name, StringComparison.Ordinal))
            {
                return tensors[i];
            }
        }

        return null;
    }
}
