namespace KServe.Runtime.Generative.Configuration;

/// <summary>Reads attention with as many key heads as query heads, biases and no window.</summary>
internal static class PlainAttention
{
    public static AttentionConfiguration Read(
        JsonFields fields, int layers, int hidden, string headsName, string hiddenName)
    {
        var heads = fields.Int32(headsName, 1, ConfigurationLimits.MaxHeads);
        if (hidden % heads != 0 || hidden / heads > ConfigurationLimits.MaxHeadSize)
        {
            throw fields.Error(headsName, $"must divide {hiddenName}, which is {hidden}");
        }

        return new AttentionConfiguration
        {
            HeadCount = heads,
            KeyValueHeadCount = heads,
            HeadSize = hidden / heads,
            Scale = 1 / Math.Sqrt((double)hidden / heads),
            HasQueryKeyValueBias = true,
            HasOutputBias = true,
            Windows = CommonFields.Windows(layers, 0, static _ => false),
        };
    }
}
