import { ATTRIBUTES, type Attribute, type CodeList, type Component, DIMENSIONS, MEASURE, TIME_DIMENSION } from './sdmx.ts';

const AGENCY = 'TRADEWATCH';
const VERSION = '1.0.0';
const DATA_STRUCTURE = 'DSD_TRADE';
const CONCEPTS = 'CS_TRADE';

/** What a row of SDMX-CSV names as its structure. */
export const DATAFLOW_ID = `${AGENCY}:DF_TRADE(${VERSION})`;

const urn = (artefact: string, id: string): string => `urn:sdmx:org.sdmx.infomodel.${artefact}=${AGENCY}:${id}`;
const maintained = (id: string, name: string): object => ({ id, version: VERSION, agencyID: AGENCY, name, names: { en: name } });
const named = (id: string, name: string): object => ({ id, name, names: { en: name } });
const concept = (id: string): string => urn('conceptscheme.Concept', `${CONCEPTS}(${VERSION}).${id}`);

const isCoded = (component: Component): component is Component & { readonly values: CodeList } => typeof component.values !== 'string';
const CODED = [...DIMENSIONS, ...ATTRIBUTES].filter(isCoded);

const representation = (component: Component): object =>
  isCoded(component)
    ? { enumeration: urn('codelist.Codelist', `CL_${component.id}(${VERSION})`) }
    : { format: { dataType: component.values } };

const relationship = ({ variesWith }: Attribute): object =>
  typeof variesWith === 'string' ? { [variesWith]: {} } : { dimensions: variesWith };

/**
 * The structure of the exported figures: an SDMX 3.0 structure message in SDMX-JSON 2.0, with dataflow, data structure
 * definition, concepts and code lists.
 */
export const sdmxStructure = (prepared: string): object => ({
  meta: {
    schema:
      'https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/sdmx-json-structure-schema.json',
    id: 'TRADEWATCH-STRUCTURE',
    test: false,
    prepared,
    contentLanguages: ['en'],
    sender: { id: AGENCY },
  },
  data: {
    dataflows: [
      {
        ...maintained('DF_TRADE', 'Trade statistics with their provenance'),
        structure: urn('datastructure.DataStructure', `${DATA_STRUCTURE}(${VERSION})`),
      },
    ],
    dataStructures: [
      {
        ...maintained(DATA_STRUCTURE, 'Trade statistics by reporter, partner, flow and product'),
        dataStructureComponents: {
          dimensionList: {
            id: 'DimensionDescriptor',
            dimensions: DIMENSIONS.map((dimension, position) => ({
              id: dimension.id,
              position,
              conceptIdentity: concept(dimension.id),
              localRepresentation: representation(dimension),
            })),
            timeDimension: {
              id: TIME_DIMENSION.id,
              conceptIdentity: concept(TIME_DIMENSION.id),
              localRepresentation: { format: { dataType: 'ObservationalTimePeriod' } },
            },
          },
          measureList: {
            id: 'MeasureDescriptor',
            measures: [
              {
                id: MEASURE.id,
                usage: 'optional',
                conceptIdentity: concept(MEASURE.id),
                localRepresentation: { format: { dataType: 'Double' } },
              },
            ],
          },
          attributeList: {
            id: 'AttributeDescriptor',
            attributes: ATTRIBUTES.map((attribute) => ({
              id: attribute.id,
              usage: attribute.mandatory ? 'mandatory' : 'optional',
              attributeRelationship: relationship(attribute),
              conceptIdentity: concept(attribute.id),
              localRepresentation: representation(attribute),
            })),
          },
        },
      },
    ],
    conceptSchemes: [
      {
        ...maintained(CONCEPTS, 'Concepts of trade statistics'),
        concepts: [...DIMENSIONS, TIME_DIMENSION, MEASURE, ...ATTRIBUTES].map(({ id, name }) => named(id, name)),
      },
    ],
    codelists: CODED.map((component) => ({
      ...maintained(`CL_${component.id}`, component.name),
      codes: Object.entries(component.values).map(([id, name]) => named(id, name)),
    })),
  },
});
