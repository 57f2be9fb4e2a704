/**
 * Brazil's three-digit country codes with their Portuguese names, as Comex Stat prints them ("Países Baixos (Holanda)").
 * The publisher's list: https://balanca.economia.gov.br/balanca/bd/tabelas/PAIS.csv, or /tables/countries of the API.
 */

/** Code, ISO 3166-1 alpha-2 or a name of our own, and the names. Three countries have an older code beside their own. */
// biome-ignore format: a table of 281 countries is read by its rows.
const COUNTRIES: readonly (readonly [code: string, partner: string, ...names: string[]])[] = [
  ['013', 'AF', 'Afeganistão'], ['015', 'AX', 'Aland, Ilhas'], ['017', 'AL', 'Albânia'],
  ['020', 'ALBORAN_PEREJIL', 'Alboran-Perejil, Ilhas'], ['023', 'DE', 'Alemanha'], ['025', 'EAST_GERMANY', 'Alemanha Oriental'],
  ['031', 'BF', 'Burkina Faso'], ['037', 'AD', 'Andorra'], ['040', 'AO', 'Angola'], ['041', 'AI', 'Anguilla'], ['042', 'AQ', 'Antártica'],
  ['043', 'AG', 'Antígua e Barbuda'], ['047', 'NETHERLANDS_ANTILLES', 'Antilhas Holandesas'], ['053', 'SA', 'Arábia Saudita'],
  ['059', 'DZ', 'Argélia'], ['063', 'AR', 'Argentina'], ['064', 'AM', 'Armênia'], ['065', 'AW', 'Aruba'], ['069', 'AU', 'Austrália'],
  ['072', 'AT', 'Áustria'], ['073', 'AZ', 'Azerbaijão'], ['077', 'BS', 'Bahamas'], ['080', 'BH', 'Barein'], ['081', 'BD', 'Bangladesh'],
  ['083', 'BB', 'Barbados'], ['085', 'BY', 'Belarus'], ['087', 'BE', 'Bélgica'], ['088', 'BZ', 'Belize'], ['090', 'BM', 'Bermudas'],
  ['093', 'MM', 'Mianmar'], ['097', 'BO', 'Bolívia'], ['098', 'BA', 'Bósnia-Herzegovina'],
  ['099', 'BQ', 'Bonaire, Saint Eustatius e Saba'], ['100', 'MANAUS_FREE_ZONE', 'Internação na Zona Franca de Manaus'],
  ['101', 'BW', 'Botsuana'], ['102', 'BV', 'Bouvet, Ilha'], ['105', 'BR', 'Brasil'], ['108', 'BN', 'Brunei'], ['111', 'BG', 'Bulgária'],
  ['115', 'BI', 'Burundi'], ['119', 'BT', 'Butão'], ['127', 'CV', 'Cabo Verde'], ['137', 'KY', 'Cayman, Ilhas'], ['141', 'KH', 'Camboja'],
  ['145', 'CM', 'Camarões'], ['149', 'CA', 'Canadá'], ['150', 'GG', 'Canal, Ilhas do (Guernsey)'],
  ['151', 'CANARY_ISLANDS', 'Canárias, Ilhas'], ['152', 'JE', 'Canal, Ilhas do (Jersey)'], ['153', 'KZ', 'Cazaquistão'],
  ['154', 'QA', 'Catar'], ['158', 'CL', 'Chile'], ['160', 'CN', 'China'], ['161', 'TW', 'Taiwan (Formosa)', 'Taiwan'],
  ['163', 'CY', 'Chipre'], ['165', 'CC', 'Cocos (Keeling), Ilhas'], ['169', 'CO', 'Colômbia'], ['173', 'KM', 'Comores'],
  ['177', 'CG', 'Congo'], ['183', 'CK', 'Cook, Ilhas'], ['187', 'KP', 'Coreia do Norte'], ['190', 'KR', 'Coreia do Sul'],
  ['193', 'CI', 'Costa do Marfim'], ['195', 'HR', 'Croácia'], ['196', 'CR', 'Costa Rica'],
  ['198', 'KW', 'Coveite (Kuweit)', 'Coveite (Kuwait)', 'Kuwait'], ['199', 'CU', 'Cuba'], ['200', 'CW', 'Curaçao'],
  ['229', 'BJ', 'Benin'], ['232', 'DK', 'Dinamarca'], ['235', 'DM', 'Dominica'], ['237', 'DUBAI', 'Dubai'], ['239', 'EC', 'Equador'],
  ['240', 'EG', 'Egito'], ['243', 'ER', 'Eritreia'], ['244', 'AE', 'Emirados Árabes Unidos'], ['245', 'ES', 'Espanha'],
  ['246', 'SI', 'Eslovênia'], ['247', 'SK', 'Eslováquia'], ['249', 'US', 'Estados Unidos'], ['251', 'EE', 'Estônia'],
  ['253', 'ET', 'Etiópia'], ['255', 'FK', 'Falkland (Malvinas)'], ['259', 'FO', 'Faroe, Ilhas'], ['267', 'PH', 'Filipinas'],
  ['271', 'FI', 'Finlândia'], ['275', 'FR', 'França'], ['281', 'GA', 'Gabão'], ['285', 'GM', 'Gâmbia'], ['289', 'GH', 'Gana'],
  ['291', 'GE', 'Geórgia'], ['292', 'GS', 'Geórgia do Sul e Sandwich do Sul, Ilhas'], ['293', 'GI', 'Gibraltar'],
  ['297', 'GD', 'Granada'], ['301', 'GR', 'Grécia'], ['305', 'GL', 'Groenlândia'], ['309', 'GP', 'Guadalupe'], ['313', 'GU', 'Guam'],
  ['317', 'GT', 'Guatemala'], ['321', 'GG', 'Guernsey'], ['325', 'GF', 'Guiana Francesa'], ['329', 'GN', 'Guiné'],
  ['331', 'GQ', 'Guiné Equatorial'], ['334', 'GW', 'Guiné-Bissau'], ['337', 'GY', 'Guiana'], ['341', 'HT', 'Haiti'],
  ['343', 'HM', 'Heard e Ilhas McDonald, Ilha'], ['345', 'HN', 'Honduras'], ['351', 'HK', 'Hong Kong'], ['355', 'HU', 'Hungria'],
  ['357', 'YE', 'Iêmen'], ['358', 'SOUTH_YEMEN', 'Iêmen Democrático'], ['359', 'IM', 'Ilha de Man'], ['361', 'IN', 'Índia'],
  ['365', 'ID', 'Indonésia'], ['367', 'ENGLAND', 'Inglaterra'], ['369', 'IQ', 'Iraque'], ['372', 'IR', 'Irã'], ['375', 'IE', 'Irlanda'],
  ['379', 'IS', 'Islândia'], ['383', 'IL', 'Israel'], ['386', 'IT', 'Itália'], ['388', 'YUGOSLAVIA', 'Iugoslávia'],
  ['391', 'JM', 'Jamaica'], ['393', 'JE', 'Jersey'], ['396', 'JOHNSTON_ISLAND', 'Johnston, Ilhas'], ['399', 'JP', 'Japão'],
  ['403', 'JO', 'Jordânia'], ['411', 'KI', 'Kiribati'], ['420', 'LA', 'Laos'], ['423', 'LABUAN', 'Lebuan, Ilhas'],
  ['426', 'LS', 'Lesoto'], ['427', 'LV', 'Letônia'], ['431', 'LB', 'Líbano'], ['434', 'LR', 'Libéria'], ['438', 'LY', 'Líbia'],
  ['440', 'LI', 'Liechtenstein'], ['442', 'LT', 'Lituânia'], ['445', 'LU', 'Luxemburgo'], ['447', 'MO', 'Macau'],
  ['449', 'MK', 'Macedônia', 'Macedônia do Norte'], ['450', 'MG', 'Madagascar'], ['452', 'MADEIRA', 'Madeira, Ilha da'],
  ['455', 'MY', 'Malásia'], ['458', 'MW', 'Malavi'], ['461', 'MV', 'Maldivas'], ['464', 'ML', 'Mali'], ['467', 'MT', 'Malta'],
  ['472', 'MP', 'Marianas do Norte, Ilhas'], ['474', 'MA', 'Marrocos'], ['476', 'MH', 'Marshall, Ilhas'], ['477', 'MQ', 'Martinica'],
  ['485', 'MU', 'Maurício'], ['488', 'MR', 'Mauritânia'], ['489', 'YT', 'Mayotte'], ['490', 'MIDWAY_ISLANDS', 'Midway, Ilhas'],
  ['493', 'MX', 'México'], ['494', 'MD', 'Moldávia'], ['495', 'MC', 'Mônaco'], ['497', 'MN', 'Mongólia'], ['498', 'ME', 'Montenegro'],
  ['499', 'FM', 'Micronésia'], ['501', 'MS', 'Montserrat'], ['505', 'MZ', 'Moçambique'], ['507', 'NA', 'Namíbia'], ['508', 'NR', 'Nauru'],
  ['511', 'CX', 'Christmas, Ilha (Navidad)', 'Christmas (Navidad), Ilha'], ['517', 'NP', 'Nepal'], ['521', 'NI', 'Nicarágua'],
  ['525', 'NE', 'Níger'], ['528', 'NG', 'Nigéria'], ['531', 'NU', 'Niue'], ['535', 'NF', 'Norfolk, Ilha'], ['538', 'NO', 'Noruega'],
  ['542', 'NC', 'Nova Caledônia'], ['545', 'PG', 'Papua Nova Guiné'], ['548', 'NZ', 'Nova Zelândia'], ['551', 'VU', 'Vanuatu'],
  ['556', 'OM', 'Omã'], ['563', 'PACIFIC_ISLANDS_US_ADMINISTRATION', 'Pacífico, Ilhas do (Administração dos EUA)'],
  ['566', 'UM', 'Pacífico, Ilhas do (EUA)'],
  ['569', 'PACIFIC_ISLANDS_TRUST_TERRITORY', 'Pacífico, Ilhas do (Território Fideicomisso EUA)'],
  ['573', 'NL', 'Países Baixos (Holanda)', 'Países Baixos'], ['575', 'PW', 'Palau'], ['576', 'PK', 'Paquistão'],
  ['578', 'PS', 'Palestina'], ['580', 'PA', 'Panamá'], ['583', 'PAPUA_TERRITORY', 'Papua, Território de'], ['586', 'PY', 'Paraguai'],
  ['589', 'PE', 'Peru'], ['593', 'PN', 'Pitcairn'], ['599', 'PF', 'Polinésia Francesa'], ['603', 'PL', 'Polônia'],
  ['607', 'PT', 'Portugal'], ['611', 'PR', 'Porto Rico'], ['623', 'KE', 'Quênia'], ['625', 'KG', 'Quirguistão'],
  ['628', 'GB', 'Reino Unido'], ['640', 'CF', 'República Centro-Africana'], ['647', 'DO', 'República Dominicana'],
  ['660', 'RE', 'Reunião'], ['665', 'ZW', 'Zimbábue'], ['670', 'RO', 'Romênia'], ['675', 'RW', 'Ruanda'], ['676', 'RU', 'Rússia'],
  ['677', 'SB', 'Salomão, Ilhas'], ['678', 'KN', 'Saint Kitts e Nevis'], ['685', 'EH', 'Saara Ocidental'], ['687', 'SV', 'El Salvador'],
  ['690', 'WS', 'Samoa'], ['691', 'AS', 'Samoa Americana'], ['693', 'BL', 'São Bartolomeu'], ['695', 'KN', 'São Cristóvão e Névis'],
  ['697', 'SM', 'San Marino'], ['698', 'MF', 'São Martinho, Ilha de (Parte Francesa)'], ['699', 'SX', 'Sint Maarten'],
  ['700', 'PM', 'São Pedro e Miquelon'], ['705', 'VC', 'São Vicente e Granadinas'], ['710', 'SH', 'Santa Helena'],
  ['715', 'LC', 'Santa Lúcia'], ['720', 'ST', 'São Tomé e Príncipe'], ['728', 'SN', 'Senegal'], ['731', 'SC', 'Seicheles'],
  ['735', 'SL', 'Serra Leoa'], ['737', 'RS', 'Sérvia'], ['741', 'SG', 'Singapura'], ['744', 'SY', 'Síria'], ['748', 'SO', 'Somália'],
  ['750', 'LK', 'Sri Lanka'], ['754', 'SZ', 'Suazilândia', 'Essuatíni', 'Eswatini'], ['755', 'SJ', 'Svalbard e Jan Mayen'],
  ['756', 'ZA', 'África do Sul'], ['759', 'SD', 'Sudão'], ['760', 'SS', 'Sudão do Sul'], ['764', 'SE', 'Suécia'], ['767', 'CH', 'Suíça'],
  ['770', 'SR', 'Suriname'], ['772', 'TJ', 'Tadjiquistão'], ['776', 'TH', 'Tailândia'], ['780', 'TZ', 'Tanzânia'],
  ['781', 'TF', 'Terras Austrais Francesas'], ['782', 'IO', 'Território Britânico do Oceano Índico'], ['783', 'DJ', 'Djibuti'],
  ['785', 'WESTERN_PACIFIC_HIGH_COMMISSION', 'Território da Alta Comissão do Pacífico Ocidental'],
  ['786', 'BRITISH_ANTARCTIC_TERRITORY', 'Território Antártico Britânico'], ['788', 'TD', 'Chade'],
  ['790', 'CZECHOSLOVAKIA', 'Tchecoslováquia'], ['791', 'CZ', 'Tcheca, República', 'República Tcheca', 'Tchéquia'],
  ['795', 'TL', 'Timor Leste'], ['800', 'TG', 'Togo'], ['805', 'TK', 'Toquelau'], ['810', 'TO', 'Tonga'],
  ['815', 'TT', 'Trinidad e Tobago'], ['820', 'TN', 'Tunísia'], ['823', 'TC', 'Turcas e Caicos, Ilhas'], ['824', 'TM', 'Turcomenistão'],
  ['827', 'TR', 'Turquia'], ['828', 'TV', 'Tuvalu'], ['831', 'UA', 'Ucrânia'], ['833', 'UG', 'Uganda'],
  ['840', 'USSR', 'União das Repúblicas Socialistas Soviéticas'], ['845', 'UY', 'Uruguai'], ['847', 'UZ', 'Uzbequistão'],
  ['848', 'VA', 'Vaticano'], ['850', 'VE', 'Venezuela'], ['858', 'VN', 'Vietnã'], ['863', 'VG', 'Virgens, Ilhas (Britânicas)'],
  ['866', 'VI', 'Virgens, Ilhas (Americanas)'], ['870', 'FJ', 'Fiji'], ['873', 'WAKE_ISLAND', 'Wake, Ilha'],
  ['875', 'WF', 'Wallis e Futuna, Ilhas'], ['888', 'CD', 'Congo, República Democrática'], ['890', 'ZM', 'Zâmbia'],
  ['895', 'PANAMA_CANAL_ZONE', 'Zona do Canal do Panamá'], ['000', 'UNDEFINED', 'Não Definido'],
  ['990', 'STORES_AND_PROVISIONS', 'Provisão de Navios e Aeronaves'], ['994', 'TO_BE_DESIGNATED', 'A Designar'],
  ['995', 'CENTRAL_BANKS', 'Bancos Centrais'], ['997', 'INTERNATIONAL_ORGANIZATIONS', 'Organizações Internacionais'],
  ['998', 'NO_INFORMATION', 'Sem Informação'], ['999', 'UNSPECIFIED', 'Não Declarados'],
];

const fold = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

const PARTNER_OF_CODE: ReadonlyMap<string, string> = new Map(COUNTRIES.map(([code, partner]) => [code, partner]));
const PARTNER_OF_NAME: ReadonlyMap<string, string> = new Map(
  COUNTRIES.flatMap(([, partner, ...names]) => names.map((name): [string, string] => [fold(name), partner])),
);

/** The partner that one of Brazil's codes stands for ("160" is CN), or null when it is not in its list. */
export const partnerOfBrazilianCode = (code: string): string | null => PARTNER_OF_CODE.get(code) ?? null;

/** The partner that a Portuguese name stands for ("Coreia do Sul" is KR), or null. Case, accents and punctuation do not matter. */
export const partnerOfBrazilianName = (name: string): string | null => PARTNER_OF_NAME.get(fold(name)) ?? null;

/** Brazil's codes of a partner, with their leading zeros; mostly one, and none when it has none. */
export const brazilianCodesOfPartner = (partner: string): readonly string[] =>
  COUNTRIES.filter(([, of]) => of === partner).map(([code]) => code);
