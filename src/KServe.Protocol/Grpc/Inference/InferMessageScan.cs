namespace KServe.Protocol.Grpc;

/// <summary>Holds the fields that requests and responses share, and how many tensors there are.</summary>
internal ref struct InferMessageScan
{
    public const int ModelNameField = 1;
    public const int ModelVersionField = 2;
    public const int IdField = 3;
    public const int ParametersField = 4;
    public const int TensorsField = 5;
    public const int RequestedOutputsField = 6;
    public const int RawInputsField = 7;
    public const int RawOutputsField = 6;

    public ReadOnlySpan<byte> ModelName;
    public ReadOnlySpan<byte> ModelVersion;
    public ReadOnlySpan<byte> Id;
    public bool HasParameters;
    public int TensorCount;
    public int RequestedCount;
    public int RawCount;

    public static InferMessageScan Scan(ref DecodeContext context)
    {
        InferMessageScan scan = default;
        var rawField = context.IsRequest ? RawInputsField : RawOutputsField;
        var reader = new ProtoReader(context.Span);
        while (reader.Read())
        {
            if (reader.Field > rawField)
            {
                reader.Skip();
                continue;
            }

            var value = reader.ReadBytes();
            switch (reader.Field)
            {
                case ModelNameField:
                    scan.ModelName = value;
                    break;
                case ModelVersionField:
                    scan.ModelVersion = value;
                    break;
                case IdField:
                    scan.Id = value;
                    break;
                case ParametersField:
                    scan.HasParameters = true;
                    break;
                case TensorsField:
                    scan.TensorCount++;
                    break;
                default:
                    scan.RawCount += reader.Field == rawField ? 1 : 0;
                    scan.RequestedCount += reader.Field == rawField ? 0 : 1;
                    break;
            }
        }

        scan.CheckLimits(ref context);
        return scan;
    }

    private readonly void CheckLimits(ref DecodeContext context)
    {
        var limits = context.Limits;
        var maxTensors = context.IsRequest ? limits.MaxInputs : limits.MaxOutputs;
        if (TensorCount > maxTensors)
        {
            throw InferenceException.InvalidArgument(
                $"the message has {TensorCount} {context.TensorKind}s, at most {maxTensors} are allowed");
        }

        if (RequestedCount > limits.MaxOutputs)
        {
            throw InferenceException.InvalidArgument(
                $"the request asks for {RequestedCount} outputs, at most {limits.MaxOutputs} are allowed");
        }
    }
}
