namespace KServe.Protocol;

internal ref partial struct JsonOutput
{
    public void Number(long value) => Element<long, IntegerText<long>>(value);

    public void Number(ulong value) => Element<ulong, IntegerText<ulong>>(value);

    /// <summary>Writes a number, or null when JSON has no form for it.</summary>
    public void Number(double value) => Element<double, DoubleText>(value);

    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    public void Shape(TensorShape shape)
    {
        Raw((byte)'[');
        Elements<long, IntegerText<long>>(shape.Dimensions);
        Raw((byte)']');
    }

    /// <summary>Writes parameters as an object.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="binarySize">What <c>binary_data_size</c> says; -1 for a tensor in JSON.</param>
    public void Parameters(InferParameters? parameters, long binarySize = -1)
    {
        Raw((byte)'{');
        var written = 0;
        for (var i = 0; i < parameters?.Count; i++)
        {
            var (name, value) = parameters.At(i);
            if (!string.Equals(name, V2Names.BinaryDataSize, StringComparison.Ordinal))
            {
                Separate(written++);
                Text(name);
                Raw((byte)':');
                Parameter(value);
            }
        }

        if (binarySize >= 0)
        {
            Separate(written);
            Key("binary_data_size"u8);
            Number(binarySize);
        }

        Raw((byte)'}');
    }

    /// <summary>Writes the comma before every element but the first.</summary>
    public void Separate(long index)
    {
        if (index != 0)
        {
            Raw((byte)',');
        }
    }

    public void Parameter(InferParameter parameter)
    {
        if (parameter.TryGetBool(out var flag))
        {
            Boolean(flag);
        }
        else if (parameter.TryGetInt64(out var signed))
        {
            Number(signed);
        }
        else if (parameter.TryGetUInt64(out var unsigned))
        {
            Number(unsigned);
        }
        else if (parameter.TryGetDouble(out var number))
        {
            Number(number);
        }
        else
        {
            Text(parameter.ToString());
        }
    }
}
